import Journal
import ServiceLifecycle

/// What people and Prometheus reach: the web listener and the control socket.
struct FrontDoor {
    let services: [any Service]

    init(
        _ settings: Settings,
        _ options: DaemonOptions,
        parts: DaemonParts,
        replies: Replies,
        store: JournalStore,
        reloader: Reloader
    ) throws {
        services = []
    }
}
