import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// Serves HTTP on a listener that is already open.
///
/// Hummingbird's own `Server` binds an address itself and takes no descriptor; its HTTP channel does not mind where a
/// connection came from, so the accept loop is all that is missing.
struct InheritedListener: Sendable {
    let socket: ListeningSocket
    let logger: Logger

    /// Accepts and answers until the surrounding task is cancelled; then every connection is closed.
    func serve(_ responder: @escaping HTTPChannelHandler.Responder) async throws {
        let http = HTTP1Channel(responder: responder)
        let logger = self.logger
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .bind(socket.take()) { http.setup(channel: $0, logger: logger) }
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { connections in
                for try await connection in connections {
                    group.addTask { await http.handle(value: connection, logger: logger) }
                }
            }
            group.cancelAll()
        }
    }
}
