/// Which notifications go to which receivers. The first route that matches is taken; with `goesOn`, later ones are looked at too.
public struct Route: Hashable, Sendable, Codable {
    /// Nil: any.
    public var severity: String?
    /// Of the target, by name and labels; what is about Defib itself matches only where this asks nothing.
    public var match: Rule.Match
    /// Names of rules; empty: any.
    public var rules: [String]
    public var receivers: [String]
    /// How often a person is reminded of what still needs one and nobody has acknowledged; nil: never.
    public var remindEvery: TimeSpan?
    public var goesOn: Bool

    public init(
        severity: String? = nil,
        match: Rule.Match = Rule.Match(),
        rules: [String] = [],
        receivers: [String],
        remindEvery: TimeSpan? = nil,
        goesOn: Bool = false
    ) {
        self.severity = severity
        self.match = match
        self.rules = rules
        self.receivers = receivers
        self.remindEvery = remindEvery
        self.goesOn = goesOn
    }
}

/// What the outbox must know of one receiver.
public struct ReceiverPolicy: Hashable, Sendable, Codable {
    public var name: String
    /// Whether many incidents at once are told in one message; what groups by itself is told each.
    public var isGrouped: Bool
    /// How often what still fires is sent again, for a receiver that forgets what it no longer hears of; nil: once is enough.
    public var resendEvery: TimeSpan?
    /// Who is told instead while this one can't be reached.
    public var fallback: String?
    /// How long it must have failed for that.
    public var fallbackAfter: TimeSpan

    public init(
        name: String,
        isGrouped: Bool = true,
        resendEvery: TimeSpan? = nil,
        fallback: String? = nil,
        fallbackAfter: TimeSpan = .minutes(1)
    ) {
        self.name = name
        self.isGrouped = isGrouped
        self.resendEvery = resendEvery
        self.fallback = fallback
        self.fallbackAfter = fallbackAfter
    }
}

extension Policy {
    /// The routes that a notification takes.
    ///
    /// - Parameter target: nil for what is about Defib itself.
    public func routes(for severity: String, target: Target?, rule: String?) -> [Route] {
        var taken: [Route] = []
        for route in routes where route.takes(severity, target, rule) {
            taken.append(route)
            if !route.goesOn { break }
        }
        return taken
    }

    /// Names of receivers, each once, in the order of the routes.
    public func receivers(for severity: String, target: Target?, rule: String?) -> [String] {
        var names: [String] = []
        for name in routes(for: severity, target: target, rule: rule).flatMap(\.receivers) where !names.contains(name) {
            names.append(name)
        }
        return names
    }
}

extension Route {
    func takes(_ severity: String, _ target: Target?, _ rule: String?) -> Bool {
        guard self.severity == nil || self.severity == severity else { return false }
        guard rules.isEmpty || rule.map(rules.contains) == true else { return false }
        return target.map(match.holds) ?? match.isEmpty
    }
}
