import FoundationEssentials

/// A JSON value as it came, its type kept: what is absent, what is null and what is of the wrong type mean different
/// things to a gate, and typed decoding would make one of them of all three.
enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// A member of an object; nil where it is absent, or this is no object.
    subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// A member that is there and not null.
    func present(_ key: String) -> JSON? {
        self[key].flatMap { $0 == .null ? nil : $0 }
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var elements: [JSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    var isObject: Bool {
        guard case .object = self else { return false }
        return true
    }

    var bool: Bool? {
        guard case .bool(let flag) = self else { return nil }
        return flag
    }

    var integer: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// A Bool, or 0 or 1 in its place, as the agent's answers have it in some versions.
    var flag: Bool? {
        switch self {
        case .bool(let flag): flag
        case .integer(0): false
        case .integer(1): true
        case .integer, .number, .null, .string, .array, .object: nil
        }
    }

    /// The value's type in JSON's own words.
    var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSON: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let number = try? container.decode(Int64.self) {
            self = .integer(number)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let elements = try? container.decode([JSON].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    /// Reads a body, once `JSONShape` has found it fit to be read.
    static func read(_ body: [UInt8]) throws(JSONFault) -> JSON {
        try JSONShape.check(body)
        do {
            return try JSONDecoder().decode(JSON.self, from: Data(body))
        } catch {
            throw .notJSON
        }
    }
}

extension JSON {
    /// The value with every text in it, names included, passed through `change`.
    func mappingTexts(_ change: (String) -> String) -> JSON {
        switch self {
        case .null, .bool, .integer, .number: self
        case .string(let text): .string(change(text))
        case .array(let elements): .array(elements.map { $0.mappingTexts(change) })
        case .object(let members):
            .object(
                Dictionary(
                    members.map { (change($0.key), $0.value.mappingTexts(change)) },
                    uniquingKeysWith: { first, _ in first }
                )
            )
        }
    }
}
