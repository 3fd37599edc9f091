internal import HummingbirdCore
internal import NIOCore
internal import Synchronization

/// The connections of one server: those that arrive, and those that are open.
final class Connections: Sendable {
    typealias Connection = HTTP1Channel.Value

    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        /// Set once the server ends: what arrives afterwards is told at once.
        var grace: TimeAmount?
    }

    /// Bounded by the listener, which stops accepting at its limit.
    let arrivals: AsyncStream<Connection>
    private let arrive: AsyncStream<Connection>.Continuation
    private let state = Mutex(State())

    init() {
        (arrivals, arrive) = AsyncStream.makeStream(of: Connection.self)
    }

    func add(_ connection: Connection) {
        let grace = state.withLock { state in
            state.open[ObjectIdentifier(connection.channel)] = connection.channel
            return state.grace
        }
        arrive.yield(connection)
        if let grace { Connections.quiesce(connection.channel, within: grace) }
    }

    func remove(_ connection: Connection) {
        state.withLock { $0.open[ObjectIdentifier(connection.channel)] = nil }
    }

    /// No more will arrive.
    func finish() {
        arrive.finish()
    }

    /// Closes idle connections now, and the others after their answer or the grace, whichever comes first.
    func quiesce(within grace: TimeAmount) {
        let open = state.withLock { state in
            state.grace = grace
            return Array(state.open.values)
        }
        for channel in open { Connections.quiesce(channel, within: grace) }
    }

    private static func quiesce(_ channel: any Channel, within grace: TimeAmount) {
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        channel.eventLoop.scheduleTask(in: grace) { channel.close(promise: nil) }
    }
}
