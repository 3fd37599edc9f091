import Engine

/// Holds a body against a `JSONExpectation`.
struct JSONJudge: Sendable {
    private let expectation: JSONExpectation
    private let pointer: JSONPointer

    /// Nil where the pointer is none.
    init?(_ expectation: JSONExpectation) {
        guard let pointer = JSONPointer(expectation.pointer) else { return nil }
        self.expectation = expectation
        self.pointer = pointer
    }

    /// What is wrong with the body; nil where it is as expected.
    func objection(to body: [UInt8]) -> Reason? {
        let found = pointer.find(in: body)
        switch found {
        case .malformed(let detail):
            return Reason(.unexpectedBody, Excerpt.of("not JSON: \(detail)"))
        case .nothing:
            return Reason(.unexpectedBody, "nothing at \(pointerText)")
        case .string, .integer, .number, .word, .structure:
            guard let expected = expectation.equals, !found.equals(expected) else { return nil }
            return Reason(.unexpectedBody, Excerpt.of("\(pointerText) is \(found), not \(expected)"))
        }
    }

    private var pointerText: String {
        expectation.pointer.isEmpty ? "the document" : expectation.pointer
    }
}

extension JSONPointer.Found {
    /// Numbers are compared as numbers: `1` is `1.0`.
    fileprivate func equals(_ expected: String) -> Bool {
        switch self {
        case .string(let text), .word(let text): text == expected
        case .integer(let value): Int64(expected).map { $0 == value } ?? (Double(expected) == Double(value))
        case .number(let value): Double(expected) == value
        case .nothing, .structure, .malformed: false
        }
    }
}

extension JSONPointer.Found: CustomStringConvertible {
    var description: String {
        switch self {
        case .nothing: "nothing"
        case .string(let text): "\"\(text)\""
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .word(let text): text
        case .structure: "an object or array"
        case .malformed: "not JSON"
        }
    }
}
