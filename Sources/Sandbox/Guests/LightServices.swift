import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A light guest's services: HTTP on port 80 and an SSH banner on port 22, on sockets that live in the guest's own
/// namespace.
final class LightServices: Sendable {
    private let voice = Voice()
    private let listeners: Mutex<[any Channel]> = Mutex([])

    /// Opens the listeners inside `namespace` and accepts on them from now on, without a word until told to answer.
    static func open(in namespace: NetworkNamespace) async throws -> LightServices {
        let services = LightServices()
        let (http, ssh) = try await namespace.run {
            (
                try ListeningSocket.open(address: "0.0.0.0", port: GuestDescription.httpPort),
                try ListeningSocket.open(address: "0.0.0.0", port: GuestDescription.sshPort)
            )
        }
        try await services.serve(http) { channel, voice in
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
            try channel.pipeline.syncOperations.addHandler(HealthHandler(voice: voice))
        }
        try await services.serve(ssh) { channel, voice in
            try channel.pipeline.syncOperations.addHandler(BannerHandler(voice: voice))
        }
        return services
    }

    /// Answers or keeps still. A guest that has gone forgets its connections, as a machine does that lost its memory:
    /// once it is back, whoever still holds one gets a reset.
    func show(_ presence: LightMachine.Presence) {
        voice.setAnswering(presence == .serving)
        if presence == .silent { voice.forgetConnections() }
    }

    func close() async {
        voice.forgetConnections()
        for listener in listeners.withLock({ $0 }) { try? await listener.close() }
    }

    private func serve(
        _ socket: ListeningSocket,
        _ configure: @escaping @Sendable (any Channel, Voice) throws -> Void
    ) async throws {
        let voice = self.voice
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    voice.remember(channel)
                    try configure(channel, voice)
                }
            }
            .withBoundSocket(socket.take())
            .get()
        listeners.withLock { $0.append(channel) }
    }
}

/// Whether a guest's services answer, and to whom they are connected.
private final class Voice: Sendable {
    private struct State {
        var isAnswering = false
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    private let state = Mutex(State())

    var isAnswering: Bool { state.withLock { $0.isAnswering } }

    func setAnswering(_ isAnswering: Bool) {
        state.withLock { $0.isAnswering = isAnswering }
    }

    func remember(_ channel: any Channel) {
        state.withLock { $0.connections[ObjectIdentifier(channel)] = channel }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { $0.connections[ObjectIdentifier(channel)] = nil }
        }
    }

    func forgetConnections() {
        let connections = state.withLock { Array($0.connections.values) }
        for connection in connections { connection.close(promise: nil) }
    }
}

/// `GET /health` is `ok`, any other path is 404; nothing at all is said while the guest is mute.
private final class HealthHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let voice: Voice
    private var isHealthPath = false
    private var keepsAlive = false

    init(voice: Voice) {
        self.voice = voice
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isHealthPath = head.uri == "/health"
            keepsAlive = head.isKeepAlive
        case .body: break
        case .end: if voice.isAnswering { answer(context) }
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let body = context.channel.allocator.buffer(string: isHealthPath ? "ok\n" : "not found\n")
        let headers: HTTPHeaders = [
            "Content-Type": "text/plain",
            "Content-Length": String(body.readableBytes),
            "Connection": keepsAlive ? "keep-alive" : "close",
        ]
        let head = HTTPResponseHead(version: .http1_1, status: isHealthPath ? .ok : .notFound, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !keepsAlive { context.close(promise: nil) }
    }
}

/// Greets as an SSH server does (RFC 4253 §4.2), and says no more.
private final class BannerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let voice: Voice

    init(voice: Voice) {
        self.voice = voice
    }

    func channelActive(context: ChannelHandlerContext) {
        guard voice.isAnswering else { return }
        let banner = context.channel.allocator.buffer(string: "SSH-2.0-defib_sandbox\r\n")
        context.writeAndFlush(wrapOutboundOut(banner), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
