import Engine

/// An ICMP error that came back for an echo, as the kernel's error queue tells of it (ip(7), `IP_RECVERR`).
struct EchoError {
    /// The `errno` the kernel made of it: `EHOSTUNREACH`, `ENETUNREACH`, …
    let code: Int32
    /// Who sent the error; nil where the kernel does not know.
    let offender: IPAddress?
    /// Whom the echo was for.
    let destination: IPAddress
    /// As much of our echo as the error quoted, from its ICMP header on.
    let packet: UnsafeRawBufferPointer

    /// Reads the one control message of interest: a `sock_extended_err` of 16 bytes, and the offender's address. Nil for
    /// errors of this machine's own, which the sending call has returned already.
    init?(control: ControlMessages, destination: IPAddress?, packet: UnsafeRawBufferPointer) {
        let size = 16
        let (originICMP, originICMPv6): (UInt8, UInt8) = (2, 3)
        guard let destination, let error = control.error, error.count >= size else { return nil }
        let origin = error[4]
        guard origin == originICMP || origin == originICMPv6 else { return nil }
        code = Int32(truncatingIfNeeded: error.loadUnaligned(as: UInt32.self))
        let hasOffender = error.count >= size + (origin == originICMP ? 16 : 28)
        offender = hasOffender ? error.baseAddress.flatMap { IPAddress(socketAddress: $0 + size) } : nil
        self.destination = destination
        self.packet = packet
    }
}
