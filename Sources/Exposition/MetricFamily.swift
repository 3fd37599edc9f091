/// A family of samples under one name: what its `HELP` and `TYPE` lines say.
///
/// A name is written as its samples bear it in either format, `defib_actions_total` or `defib_build_info`, so that it can
/// be searched for; OpenMetrics' rule that a family goes without these suffixes is the writer's business.
public struct MetricFamily: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Only ever grows; its name ends in `_total`.
        case counter
        case gauge
        case histogram
        /// The constant 1 whose labels are the message; its name ends in `_info`. A gauge in the text format.
        case info
    }

    public let name: String
    public let kind: Kind
    /// One sentence.
    public let help: String
    /// A base unit that ends the family's name, such as `seconds`; written in OpenMetrics alone.
    public let unit: String?

    /// - Precondition: the name is a metric name, has the suffix its kind demands (and no other kind's), and ends in the
    ///   unit where there is one.
    public init(_ name: String, _ kind: Kind, help: String, unit: String? = nil) {
        self.name = name
        self.kind = kind
        self.help = help
        self.unit = unit
        precondition(MetricFamily.isValidName(name), "'\(name)' is not a metric name")
        precondition(hasFittingSuffix, "the name '\(name)' does not fit a \(kind.rawValue)")
        if let unit { precondition(bareName.hasSuffix("_\(unit)"), "'\(name)' does not end in its unit, \(unit)") }
    }

    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`, as the data model has it.
    public static func isValidName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !first.isDigit else { return false }
        return name.utf8.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: ":") }
    }

    /// The family's name in OpenMetrics: without the suffix that its samples bear.
    var bareName: String {
        switch kind {
        case .counter: String(name.dropLast("_total".count))
        case .info: String(name.dropLast("_info".count))
        case .gauge, .histogram: name
        }
    }

    private var hasFittingSuffix: Bool {
        let reserved = ["_total", "_info", "_bucket", "_sum", "_count", "_created"]
        return switch kind {
        case .counter: name.hasSuffix("_total")
        case .info: name.hasSuffix("_info")
        case .gauge, .histogram: !reserved.contains { name.hasSuffix($0) }
        }
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// May stand in the name of a label.
    var isNameByte: Bool {
        let lower = self | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) || isDigit || self == UInt8(ascii: "_")
    }
}
