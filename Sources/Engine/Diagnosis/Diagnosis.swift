/// Where the fault lies, by everything that was seen: named before power is used, because only a hung guest is cured by it.
public enum Diagnosis: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing of the guest answers, its kernel included, while the platform runs it and others are reached.
    case guestHung = "guest_hung"
    /// The kernel answers (echo, SYN-ACK, RST), userland does not.
    case guestHalfHung = "guest_half_hung"
    /// Userland answers, and one service of it does not.
    case serviceFailed = "service_failed"
    /// The platform says that it does not run.
    case poweredOff = "powered_off"
    /// Something between us and the guest: others fail with it, or what answers says so.
    case networkPath = "network_path"
    /// Names are not resolved; nothing is known of the guest.
    case resolver
    /// The provider's API gives no usable answer, so that a hang can't be told from a shutdown.
    case provider
    /// We can't trust ourselves: no reference answers, the loop lags, the clock jumped.
    case watchdog
    /// Too little is known to name one.
    case unclear

    /// As people read it: `guest half-hung`.
    public var words: String {
        switch self {
        case .guestHung: "guest hung"
        case .guestHalfHung: "guest half-hung"
        case .serviceFailed: "a service failed"
        case .poweredOff: "powered off"
        case .networkPath: "network path"
        case .resolver: "resolver"
        case .provider: "the provider's API"
        case .watchdog: "Defib itself, or its own network"
        case .unclear: "unclear"
        }
    }
}
