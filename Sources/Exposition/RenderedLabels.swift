/// A set of labels as the bytes both formats write between braces: rendered once, appended to many samples.
public struct RenderedLabels: Hashable, Sendable {
    /// `name="value",name="value"`, without the braces.
    let bytes: [UInt8]

    /// No labels.
    public static let none = RenderedLabels(bytes: [])

    /// The longest value, in bytes, that is exposed; a longer one is cut between two Unicode scalars. Values come from
    /// configurations and providers, and a metric is no place for a document.
    public static let maxValueBytes = 1_024

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// In the order given.
    ///
    /// - Precondition: every name passes ``isValidName(_:)`` and stands once. Check what people wrote beforehand.
    public init(_ labels: [(name: String, value: String)]) {
        var bytes: [UInt8] = []
        for (index, label) in labels.enumerated() {
            precondition(RenderedLabels.isValidName(label.name), "'\(label.name)' is not a label name")
            precondition(!labels[..<index].contains { $0.name == label.name }, "label '\(label.name)' twice")
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: label.name.utf8)
            bytes.append(UInt8(ascii: "="))
            bytes.append(UInt8(ascii: "\""))
            bytes.appendEscaped(RenderedLabels.bounded(label.value), quotes: true)
            bytes.append(UInt8(ascii: "\""))
        }
        self.bytes = bytes
    }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`, and not with the two underscores that Prometheus keeps for itself.
    public static func isValidName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !first.isDigit, !name.hasPrefix("__") else { return false }
        return name.utf8.allSatisfy(\.isNameByte)
    }

    /// Both sets, these first. A name that is in both is the caller's mistake.
    public func joined(_ other: RenderedLabels) -> RenderedLabels {
        guard !bytes.isEmpty else { return other }
        guard !other.bytes.isEmpty else { return self }
        return RenderedLabels(bytes: bytes + [UInt8(ascii: ",")] + other.bytes)
    }

    private static func bounded(_ value: String) -> Substring.UTF8View {
        let utf8 = value.utf8
        guard utf8.count > maxValueBytes else { return utf8[...] }
        var end = utf8.index(utf8.startIndex, offsetBy: maxValueBytes)
        while utf8[end] & 0b1100_0000 == 0b1000_0000 { end = utf8.index(before: end) }
        return utf8[..<end]
    }
}

extension RenderedLabels: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { (name: $0.0, value: $0.1) })
    }
}
