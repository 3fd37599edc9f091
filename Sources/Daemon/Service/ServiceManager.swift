import Engine
import Glibc

/// Tells systemd how the daemon is (sd_notify(3)): datagrams to the socket `NOTIFY_SOCKET` names. Without one, silence.
/// Never blocks: the engine's own thread speaks through it.
struct ServiceManager: Sendable {
    private let path: String?
    /// Between two words to its watchdog: a quarter of its limit, five seconds at most.
    let watchdogPace: TimeSpan

    init(
        environment: String? = ServiceManager.variable("NOTIFY_SOCKET"),
        watchdogMicroseconds: Int64? = ServiceManager.variable("WATCHDOG_USEC").flatMap(Int64.init)
    ) {
        path = environment.flatMap { $0.isEmpty ? nil : $0 }
        watchdogPace = .milliseconds(min(5_000, max(1, (watchdogMicroseconds ?? 4_000_000) / 4_000)))
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    func tellReady(_ status: String) { send("READY=1\nSTATUS=\(status)") }
    /// The time tells systemd which of its reload requests is meant.
    func tellReloading() { send("RELOADING=1\nMONOTONIC_USEC=\(ServiceManager.monotonicMicroseconds())") }
    func tellStopping() { send("STOPPING=1") }
    func tellStatus(_ status: String) { send("STATUS=\(status)") }
    func feedWatchdog() { send("WATCHDOG=1") }

    private static func monotonicMicroseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    private func send(_ message: String) {
        guard let path else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        // An abstract socket is written with @ and begins with a zero byte.
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                sendto(
                    descriptor,
                    message,
                    message.utf8.count,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT),
                    address,
                    length
                )
            }
        }
    }
}
