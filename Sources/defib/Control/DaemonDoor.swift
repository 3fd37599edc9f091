import Web

/// The running daemon's control socket, as commands use it.
struct DaemonDoor {
    let client: ControlClient

    init(dataDirectory: String, timeout milliseconds: Int = 30_000) {
        client = ControlClient(dataDirectory: dataDirectory, timeoutMilliseconds: milliseconds)
    }

    /// Whether a daemon answers there.
    var isOpen: Bool { (try? client.status()) != nil }

    /// Asks, and explains in one line where that fails.
    func ask<Reply>(_ question: (ControlClient) throws(ControlError) -> Reply) throws(Trouble) -> Reply {
        do throws(ControlError) {
            return try question(client)
        } catch {
            throw Trouble("\(error)")
        }
    }

    /// Nil where no daemon runs.
    func askIfOpen<Reply>(_ question: (ControlClient) throws(ControlError) -> Reply) throws(Trouble) -> Reply? {
        do throws(ControlError) {
            return try question(client)
        } catch {
            if case .notRunning = error { return nil }
            throw Trouble("\(error)")
        }
    }
}
