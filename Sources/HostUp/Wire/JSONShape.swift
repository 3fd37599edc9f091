import FoundationEssentials

/// Why a body can't be read as JSON.
enum JSONFault: Error, Hashable, Sendable {
    case empty
    case notJSON
    case tooDeep
    case tooMuch
    /// RFC 8259 §4 leaves open which of two equal names counts. For a gate that would be a coin toss.
    case duplicateKey(String)

    var words: String {
        switch self {
        case .empty: "an empty body"
        case .notJSON: "a body that is not JSON"
        case .tooDeep: "JSON nested deeper than \(JSONShape.maxDepth) levels"
        case .tooMuch: "JSON of more than \(JSONShape.maxValues) values"
        case .duplicateKey(let key): "JSON that names '\(key.printable(limit: 40))' twice in one object"
        }
    }
}

/// Looks over a body before it is decoded for what the decoder would bear in silence: equal names in one object, and
/// nesting that costs stack, and values by the million that cost time. Whether the rest is JSON is the decoder's to say.
struct JSONShape {
    static let maxDepth = 32
    /// A listing of a hundred VPSs has some thousands.
    static let maxValues = 100_000

    private let body: [UInt8]
    private var position = 0
    /// The names so far of each open object; nil for an open array.
    private var open: [Set<String>?] = []
    /// The next string is a member's name.
    private var expectsKey = false
    private var separators = 0

    static func check(_ body: [UInt8]) throws(JSONFault) {
        guard !body.isEmpty else { throw .empty }
        // In UTF-8 there is no NUL outside a broken body; with one it could be UTF-16, which the decoder would detect
        // and this scan would misread.
        guard !body.contains(0), !body.starts(with: [0xFE, 0xFF]), !body.starts(with: [0xFF, 0xFE]) else {
            throw .notJSON
        }
        var shape = JSONShape(body: body)
        try shape.scan()
    }

    private init(body: [UInt8]) {
        self.body = body
    }

    private mutating func scan() throws(JSONFault) {
        while position < body.count {
            switch body[position] {
            case UInt8(ascii: "{"): try enter([])
            case UInt8(ascii: "["): try enter(nil)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() != nil else { throw .notJSON }
                expectsKey = false
            case UInt8(ascii: ","):
                separators += 1
                guard separators < JSONShape.maxValues else { throw .tooMuch }
                expectsKey = isInObject
            case UInt8(ascii: ":"): expectsKey = false
            case UInt8(ascii: "\""): try takeString()
            default: break
            }
            position += 1
        }
    }

    private var isInObject: Bool {
        guard let names = open.last else { return false }
        return names != nil
    }

    private mutating func enter(_ names: Set<String>?) throws(JSONFault) {
        guard open.count < JSONShape.maxDepth else { throw .tooDeep }
        open.append(names)
        expectsKey = names != nil
    }

    /// Leaves `position` on the closing quote.
    private mutating func takeString() throws(JSONFault) {
        let start = position
        var isEscaped = false
        position += 1
        while position < body.count, body[position] != UInt8(ascii: "\"") {
            if body[position] == UInt8(ascii: "\\") {
                isEscaped = true
                position += 1
            }
            position += 1
        }
        guard position < body.count else { throw .notJSON }
        if expectsKey { try note(body[start...position], isEscaped: isEscaped) }
        expectsKey = false
    }

    private mutating func note(_ quoted: ArraySlice<UInt8>, isEscaped: Bool) throws(JSONFault) {
        let name: String
        if isEscaped {
            // `\u0063anReset` is `canReset`.
            guard let decoded = try? JSONDecoder().decode(String.self, from: Data(quoted)) else { throw .notJSON }
            name = decoded
        } else {
            name = String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
        }
        guard open[open.count - 1]?.insert(name).inserted == true else { throw .duplicateKey(name) }
    }
}
