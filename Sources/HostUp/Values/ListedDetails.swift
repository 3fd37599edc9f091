public import Engine

/// Everything that the listing said of one VPS, as it came; compared cheaply, read when somebody asks.
public struct ListedDetails: Hashable, Sendable {
    let entry: JSON

    /// Of one VPS, more says nothing more.
    private static let mostLabels = 64
    private static let longestValue = 200

    /// Each scalar member as a label, by name: `primaryIp` is `__meta_hostup_primary_ip`, and `operatingSystem.family`
    /// `__meta_hostup_operating_system_family`. A list of scalars is `,a,b,`. What is null or nested deeper is left out.
    public var meta: [Label] {
        var labels: [Label] = []
        ListedDetails.collect(entry, "__meta_hostup", depth: 0, &labels)
        labels.sort { $0.name < $1.name }
        return Array(labels.prefix(ListedDetails.mostLabels))
    }

    private static func collect(_ value: JSON, _ name: String, depth: Int, _ labels: inout [Label]) {
        switch value {
        case .null: break
        case .bool, .integer, .number, .string:
            guard let text = text(of: value), !text.isEmpty else { return }
            labels.append(Label(name, text))
        case .array(let elements):
            let texts = elements.prefix(32).compactMap(text)
            guard !texts.isEmpty, texts.count == min(32, elements.count) else { return }
            labels.append(Label(name, ",\(texts.joined(separator: ",")),".printable(limit: longestValue)))
        case .object(let members):
            guard depth < 2 else { return }
            for (key, member) in members.sorted(by: { $0.key < $1.key }).prefix(mostLabels) {
                collect(member, "\(name)_\(snakeCase(key))", depth: depth + 1, &labels)
            }
        }
    }

    private static func text(of value: JSON) -> String? {
        switch value {
        case .bool(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .string(let text): text.printable(limit: longestValue)
        case .null, .array, .object: nil
        }
    }

    /// `memoryGb` is `memory_gb`; what can't stand in a label's name is `_`.
    private static func snakeCase(_ key: String) -> String {
        var name: [UInt8] = []
        for byte in key.utf8.prefix(64) {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                if let last = name.last, last != UInt8(ascii: "_") { name.append(UInt8(ascii: "_")) }
                name.append(byte | 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): name.append(byte)
            default: name.append(UInt8(ascii: "_"))
            }
        }
        return String(decoding: name, as: UTF8.self)
    }
}
