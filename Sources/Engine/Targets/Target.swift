/// The provider's public id of a VPS, `vps_…`: never invented, never derived from a `vmid`.
public struct VPSID: Hashable, Sendable, Codable, CustomStringConvertible {
    public let text: String

    /// Nil unless the id is made of `[A-Za-z0-9_-]+`, so that it can stand in a URL's path as it is.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 128, text.utf8.allSatisfy(VPSID.isAllowed) else { return nil }
        self.text = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default:
            false
        }
    }

    public var description: String { text }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = VPSID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is not a VPS id")
            )
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A label of a target, as Prometheus means the word.
public struct Label: Hashable, Sendable, Codable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// Whether decisions reach the power button.
public enum Mode: String, Hashable, Sendable, Codable {
    /// Decide, record and alert, but touch nothing.
    case observe
    case armed
}

/// How Defib came to watch a target.
public enum TargetOrigin: String, Hashable, Sendable, Codable, CaseIterable {
    /// It is written in the configuration.
    case configured
    /// It was found in the account's listing.
    case discovered
}

/// One watched VPS with its probes.
public struct Target: Hashable, Sendable, Codable {
    public var id: VPSID
    /// The number v1 of the provider's API knows the VPS by; needed only where v1 agent exec is used.
    public var vmid: Int?
    /// What people call it; unique in a configuration.
    public var name: String
    /// In the order written.
    public var labels: [Label]
    /// Observe here overrides an armed configuration; armed does not override one that observes.
    public var mode: Mode
    public var probes: [ProbeDefinition]
    /// The target's address is one of this machine's own (loopback apart), so it is observed only.
    public var isThisMachine: Bool
    public var origin: TargetOrigin

    public init(
        id: VPSID,
        vmid: Int? = nil,
        name: String,
        labels: [Label] = [],
        mode: Mode = .armed,
        probes: [ProbeDefinition],
        isThisMachine: Bool = false,
        origin: TargetOrigin = .configured
    ) {
        self.id = id
        self.vmid = vmid
        self.name = name
        self.labels = labels
        self.mode = mode
        self.probes = probes
        self.isThisMachine = isThisMachine
        self.origin = origin
    }

    /// The addresses written literally in the probes: with the provider's `primaryIp`, the only ones whose answers count
    /// as signs of life.
    public var literalAddresses: [IPAddress] {
        var found: [IPAddress] = []
        for address in probes.compactMap(\.check.literalAddress) where !found.contains(address) {
            found.append(address)
        }
        return found
    }
}
