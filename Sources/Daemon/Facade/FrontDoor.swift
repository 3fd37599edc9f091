import Configuration
import Journal
import Logging
import ServiceLifecycle
import Web

/// What people and Prometheus reach: the web listener, and the control socket in the data directory. Both listen before
/// anything is probed, so that an address in use is told before anything has happened.
struct FrontDoor {
    let services: [any Service]

    init(
        _ settings: Settings,
        _ options: DaemonOptions,
        parts: DaemonParts,
        replies: Replies,
        store: JournalStore,
        loop: EngineLoop,
        reloader: Reloader
    ) throws(StartError) {
        let loaded = settings.loaded
        let desk = FrontDesk(
            parts: parts,
            replies: replies,
            journal: JournalDesk(store.reader),
            loop: loop,
            reloader: reloader,
            version: options.version
        )
        let address: Web.ListenAddress =
            options.inheritedListener.map { .descriptor($0) }
            ?? .hostPort(host: loaded.listen.host, port: loaded.listen.port)
        let control = "\(loaded.dataDirectory)/\(ControlClient.socketName)"
        do throws(ListenError) {
            services = [
                WebServer(daemon: desk, socket: try ListeningSocket(.unixSocket(path: control)), logger: parts.log),
                WebServer(daemon: desk, socket: try ListeningSocket(address), logger: parts.log),
            ]
        } catch {
            throw StartError("\(error)")
        }
    }
}
