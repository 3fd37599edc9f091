import Glibc

/// A port where connections are accepted by the kernel, and nobody ever says anything.
final class SilentServer {
    let port: UInt16
    private let listener: Int32

    init() throws {
        (listener, port) = try RecordingServer.listen()
    }

    deinit {
        close(listener)
    }
}
