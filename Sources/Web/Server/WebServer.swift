internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import NIOPosix
public import ServiceLifecycle

/// Serves the daemon's web side on one listening socket until told to end.
///
/// Hummingbird's own server binds an address itself; this one takes a socket that already listens, so that one that was
/// inherited is served in the same way.
public struct WebServer: Service {
    private let daemon: any DaemonFacade
    private let socket: ListeningSocket
    private let access: Routes.Access
    private let limits: ServerLimits
    private let logger: Logger

    /// Serves what may be read. Where the socket is a Unix one, which only its owner can open, operators' requests too.
    public init(
        daemon: any DaemonFacade,
        socket: ListeningSocket,
        limits: ServerLimits = ServerLimits(),
        logger: Logger
    ) {
        self.daemon = daemon
        self.socket = socket
        self.limits = limits
        self.logger = logger
        access =
            switch socket.address {
            case .unixSocket: .control
            case .hostPort, .descriptor: .read
            }
    }

    /// Ends when the task is cancelled, or gracefully: then requests under way are answered, for as long as the limits
    /// give them, and idle connections closed at once.
    public func run() async throws {
        guard let descriptor = socket.take() else { preconditionFailure("a listening socket is served once") }
        let connections = Connections()
        let child = HTTP1Channel(responder: responder(), configuration: limits.http1)
        let listener = try await listen(descriptor, child, connections)
        logger.info("listening", metadata: ["address": "\(socket.address)"])
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await serve(child, connections)
            } onGracefulShutdown: {
                listener.close(promise: nil)
                connections.quiesce(within: limits.grace)
            }
        } onCancel: {
            listener.close(promise: nil)
            connections.quiesce(within: .zero)
        }
        try? await listener.closeFuture.get()
    }

    private func listen(
        _ descriptor: Int32,
        _ child: HTTP1Channel,
        _ connections: Connections
    ) async throws -> any Channel {
        let (limits, logger) = (limits, logger)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let gate = AvailableConnectionsChannelHandler(maxConnections: limits.connections)
                    try channel.pipeline.syncOperations.addHandler(gate)
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                child.setup(channel: channel, logger: logger).map { connections.add($0) }
            }
            .withBoundSocket(descriptor)
            .get()
        listener.closeFuture.whenComplete { _ in connections.finish() }
        return listener
    }

    private func serve(_ child: HTTP1Channel, _ connections: Connections) async {
        await withDiscardingTaskGroup { group in
            for await connection in connections.arrivals {
                group.addTask {
                    await child.handle(value: connection, logger: logger)
                    connections.remove(connection)
                }
            }
        }
    }

    private func responder() -> HTTPChannelHandler.Responder {
        let routes = Routes(daemon: daemon, access: access).router().buildResponder()
        let (limits, logger) = (limits, logger)
        return { request, writer, channel in
            // Whoever reads its answer, or sends its body, too slowly is cut off, whatever it does meanwhile.
            let cut = channel.eventLoop.scheduleTask(in: limits.exchange) { channel.close(promise: nil) }
            let context = BasicRequestContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
            let response = await WebServer.respond(routes, request, context)
            try await writer.write(response: response.head, body: response.body)
            if request.isWithoutBody { cut.cancel() }
        }
    }

    private static func respond(
        _ routes: RouterResponder<BasicRequestContext>,
        _ request: Request,
        _ context: BasicRequestContext
    ) async -> Response {
        do {
            return try await routes.respond(to: request, context: context)
        } catch {
            context.logger.error("request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return Answers.refusal(
                Refusal(.internalServerError, "the request failed; the log has the reason"),
                to: request
            )
        }
    }
}

extension Request {
    /// One with a body may still be sending it after the answer.
    fileprivate var isWithoutBody: Bool {
        headers[.contentLength].map { $0 == "0" } ?? (headers[.transferEncoding] == nil)
    }
}
