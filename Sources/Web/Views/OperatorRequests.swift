public import Engine

/// What operators ask through the control socket. `by` is who asks, and is journalled.
public struct PauseRequest: Codable, Hashable, Sendable {
    public var by: String
    public var reason: String

    public init(by: String, reason: String) {
        self.by = by
        self.reason = reason
    }
}

public struct ResumeRequest: Codable, Hashable, Sendable {
    public var by: String

    public init(by: String) {
        self.by = by
    }
}

/// Closes an incident by hand.
public struct CloseRequest: Codable, Hashable, Sendable {
    public var incident: Int64
    public var by: String

    public init(incident: Int64, by: String) {
        self.incident = incident
        self.by = by
    }
}

/// A person knows of an incident, and need not be reminded of it.
public struct AcknowledgeRequest: Codable, Hashable, Sendable {
    public var incident: Int64
    public var by: String
    public var note: String

    public init(incident: Int64, by: String, note: String) {
        self.incident = incident
        self.by = by
        self.note = note
    }
}

/// A power action by hand; it passes the same gates, those overridden apart.
public struct PowerRequest: Codable, Hashable, Sendable {
    public var action: PowerAction
    public var vps: VPSID
    public var by: String
    public var overrides: [GateOverride]

    public init(action: PowerAction, vps: VPSID, by: String, overrides: [GateOverride] = []) {
        self.action = action
        self.vps = vps
        self.by = by
        self.overrides = overrides
    }
}

/// What became of a power action by hand.
public struct PowerReply: Codable, Hashable, Sendable {
    public enum Outcome: String, Codable, Hashable, Sendable {
        case sent
        case refused
        case notPossible = "not_possible"
    }

    public var outcome: Outcome
    /// Where it was sent.
    public var action: ActionView?
    /// Where it was refused.
    public var gates: [GateView]?
    /// Where it is not possible, why.
    public var reason: String?

    public init(_ reply: OperatorReply) {
        switch reply {
        case .sent(let record):
            outcome = .sent
            action = ActionView(record)
        case .refused(let results):
            outcome = .refused
            gates = results.map(GateView.init)
        case .notPossible(let words):
            outcome = .notPossible
            reason = words
        }
    }
}

/// What reloading the configuration did.
public struct ReloadReply: Codable, Hashable, Sendable {
    public var isReloaded: Bool
    /// Errors and warnings, each with its file, line and column.
    public var diagnostics: [String]

    public init(isReloaded: Bool, diagnostics: [String]) {
        self.isReloaded = isReloaded
        self.diagnostics = diagnostics
    }
}

/// Wants nothing done about these targets for a while.
public struct SilenceRequest: Codable, Hashable, Sendable {
    public var match: Rule.Match
    public var length: TimeSpan
    public var by: String
    public var reason: String

    public init(match: Rule.Match, length: TimeSpan, by: String, reason: String) {
        self.match = match
        self.length = length
        self.by = by
        self.reason = reason
    }
}

public struct EndSilenceRequest: Codable, Hashable, Sendable {
    public var silence: Int64
    public var by: String

    public init(silence: Int64, by: String) {
        self.silence = silence
        self.by = by
    }
}

/// Lets go of the latch that storms closed.
public struct UnlatchRequest: Codable, Hashable, Sendable {
    public var by: String
    public var reason: String

    public init(by: String, reason: String) {
        self.by = by
        self.reason = reason
    }
}

/// A person's word on whether a rule was right to call an incident.
public struct JudgeRequest: Codable, Hashable, Sendable {
    public var incident: Int64
    public var wasRight: Bool
    public var by: String

    public init(incident: Int64, wasRight: Bool, by: String) {
        self.incident = incident
        self.wasRight = wasRight
        self.by = by
    }
}

/// Trusts a rule again that was disarmed.
public struct TrustRequest: Codable, Hashable, Sendable {
    public var rule: String
    public var by: String
    public var reason: String

    public init(rule: String, by: String, reason: String) {
        self.rule = rule
        self.by = by
        self.reason = reason
    }
}
