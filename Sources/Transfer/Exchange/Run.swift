/// What one run gathers through the callbacks.
struct Run {
    /// Nanoseconds on the loop's clock.
    var startedAt: UInt64 = 0
    /// Empty where the request wants none of it.
    var body: [UInt8] = []
    var bodyBytes = 0
    var isBodyTooLarge = false
    /// Of a mail's message, what libcurl has taken.
    var sentBytes = 0
    /// Header lines of the latest response, the status line first; empty where the request wants none of them.
    var header: [UInt8] = []
    var headerBytes = 0
    var isHeaderTooLarge = false
    /// When TLS began to speak, and so the connection stood, which libcurl notes only after the handshake.
    /// Nanoseconds on the loop's clock; 0: not yet.
    var tlsBeganAt: UInt64 = 0
    var peerSpokeTLS = false
    /// Of the latest handshake that succeeded, as `TLSVersionText` has it.
    var tlsVersion: String?
    var attempted: PeerAddress?
    /// Where redirects are followed: whose response came first.
    var firstAnswerer: PeerAddress?
    /// Why no socket could be opened; 0: none failed.
    var socketErrno: Int32 = 0
    /// The connection handed over, where a greeting is awaited.
    var greetingSocket: Int32?
    /// Nanoseconds on the loop's clock; 0: no byte yet.
    var greetingBeganAt: UInt64 = 0
}
