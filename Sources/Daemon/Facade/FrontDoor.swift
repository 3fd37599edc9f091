import Configuration
import Journal
import Logging
import ServiceLifecycle
import Web

/// What people and Prometheus reach: the web listener, and the control socket in the data directory. Both listen before
/// anything is probed, the first before anything is written, so that an address in use is told before anything has
/// happened.
struct FrontDoor {
    let services: [any Service]

    /// Opens the web listener, or takes the one that was handed over.
    static func listen(_ settings: Settings, _ options: DaemonOptions) throws(StartError) -> ListeningSocket {
        let wanted = settings.loaded.listen
        let address: Web.ListenAddress =
            options.inheritedListener.map { .descriptor($0) } ?? .hostPort(host: wanted.host, port: wanted.port)
        do throws(ListenError) { return try ListeningSocket(address) } catch { throw StartError("\(error)") }
    }

    init(
        _ settings: Settings,
        _ options: DaemonOptions,
        web: ListeningSocket,
        parts: DaemonParts,
        replies: Replies,
        store: JournalStore,
        loop: EngineLoop,
        reloader: Reloader
    ) throws(StartError) {
        let desk = FrontDesk(
            parts: parts,
            replies: replies,
            journal: JournalDesk(store.reader),
            loop: loop,
            reloader: reloader,
            version: options.version
        )
        let control = "\(settings.loaded.dataDirectory)/\(ControlClient.socketName)"
        do throws(ListenError) {
            services = [
                WebServer(daemon: desk, socket: try ListeningSocket(.unixSocket(path: control)), logger: parts.log),
                WebServer(daemon: desk, socket: web, logger: parts.log),
            ]
        } catch {
            throw StartError("\(error)")
        }
    }
}
