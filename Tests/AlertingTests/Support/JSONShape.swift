import FoundationEssentials

/// A JSON value reduced to its shape: which keys, and what kind of value under each.
indirect enum JSONShape: Equatable {
    case object([String: JSONShape])
    case array([JSONShape])
    case string
    case number
    case other

    init(of bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Wrapper.self, from: Data(bytes)).shape
    }

    subscript(key: String) -> JSONShape? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    var keys: Set<String> {
        guard case .object(let members) = self else { return [] }
        return Set(members.keys)
    }

    private struct Wrapper: Decodable {
        var shape: JSONShape

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let object = try? container.decode([String: Wrapper].self) {
                shape = .object(object.mapValues(\.shape))
            } else if let array = try? container.decode([Wrapper].self) {
                shape = .array(array.map(\.shape))
            } else if (try? container.decode(String.self)) != nil {
                shape = .string
            } else {
                shape = (try? container.decode(Double.self)) != nil ? .number : .other
            }
        }
    }
}
