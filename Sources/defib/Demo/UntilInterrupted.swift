import Dispatch
import Glibc

/// Waits for Ctrl-C or a SIGTERM.
enum UntilInterrupted {
    static func wait() async {
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number)
        }
        let (arrivals, arrive) = AsyncStream.makeStream(of: Void.self)
        for source in sources {
            source.setEventHandler { arrive.yield() }
            source.resume()
        }
        for await _ in arrivals { break }
        for source in sources { source.cancel() }
    }
}
