internal import HummingbirdCore
internal import NIOCore

/// What one server puts up with. Everybody is a stranger, Prometheus included.
public struct ServerLimits: Sendable {
    /// Connections at once; further ones wait in the socket's queue.
    public var connections: Int
    /// How long a connection may stay without a complete request, trickled headers included; milliseconds.
    public var idleMilliseconds: Int
    /// From a request's headers to the end of its answer; milliseconds.
    public var exchangeMilliseconds: Int
    /// What requests under way get at a graceful end; milliseconds.
    public var graceMilliseconds: Int
    /// Of all headers of a request.
    public var headerBytes: Int

    public init(
        connections: Int = 256,
        idleMilliseconds: Int = 30_000,
        exchangeMilliseconds: Int = 30_000,
        graceMilliseconds: Int = 2_000,
        headerBytes: Int = 16_384
    ) {
        self.connections = connections
        self.idleMilliseconds = idleMilliseconds
        self.exchangeMilliseconds = exchangeMilliseconds
        self.graceMilliseconds = graceMilliseconds
        self.headerBytes = headerBytes
    }

    var exchange: TimeAmount { .milliseconds(Int64(exchangeMilliseconds)) }
    var grace: TimeAmount { .milliseconds(Int64(graceMilliseconds)) }

    var http1: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: .milliseconds(Int64(idleMilliseconds)),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes,
                maxHeaderListSize: headerBytes,
                maxHeaderFieldCount: 100
            )
        )
    }
}
