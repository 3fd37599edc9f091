/// Kleene's strong three-valued logic: unknown stays unknown unless the other side decides, and only true acts.
public enum Truth: String, Hashable, Sendable, Codable {
    case yes = "true"
    case no = "false"
    case unknown

    public init(_ value: Bool) {
        self = value ? .yes : .no
    }

    public static prefix func ! (value: Truth) -> Truth {
        #if Mutants
            if Mutant.isActive(.notUnknownIsTrue), value == .unknown { return .yes }
        #endif
        return switch value {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }

    public func and(_ other: Truth) -> Truth {
        #if Mutants
            if Mutant.isActive(.orForAnd) { return or(other) }
        #endif
        return switch (self, other) {
        case (.no, _), (_, .no): .no
        case (.yes, .yes): .yes
        case (.unknown, _), (_, .unknown): .unknown
        }
    }

    public func or(_ other: Truth) -> Truth {
        switch (self, other) {
        case (.yes, _), (_, .yes): .yes
        case (.no, .no): .no
        case (.unknown, _), (_, .unknown): .unknown
        }
    }
}
