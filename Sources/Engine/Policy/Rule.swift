/// A remediation rule: when to call an incident, and the ladder that is climbed while it lasts.
public struct Rule: Hashable, Sendable, Codable {
    public var name: String
    /// Overrides the configuration's `armed` with `observe`; never the other way.
    public var mode: Mode
    public var match: Match
    public var when: Condition
    /// `for`: how long `when` must hold before the confirmation.
    public var holdFor: TimeSpan
    public var ladder: [Rung]
    public var recovery: Recovery
    /// From an incident's last action to the next incident's first.
    public var cooldown: TimeSpan
    /// How many power actions one target may get; nil: no limit of this rule's.
    public var perTarget: Budget?
    /// How long a rung is tried again after a refusal that can pass.
    public var patience: TimeSpan
    /// How many incidents of one target a window may hold before the next is handed over at once, because what comes back
    /// only to fall again is not cured by restarting it; nil: no guard.
    public var flaps: Budget?

    public init(
        name: String,
        mode: Mode = .armed,
        match: Match = Match(),
        when: Condition,
        holdFor: TimeSpan,
        ladder: [Rung],
        recovery: Recovery,
        cooldown: TimeSpan = .minutes(30),
        perTarget: Budget? = Budget(count: 3, window: .hours(24)),
        patience: TimeSpan = .minutes(5),
        flaps: Budget? = Budget(count: 3, window: .hours(6))
    ) {
        self.name = name
        self.mode = mode
        self.match = match
        self.when = when
        self.holdFor = holdFor
        self.ladder = ladder
        self.recovery = recovery
        self.cooldown = cooldown
        self.perTarget = perTarget
        self.patience = patience
        self.flaps = flaps
    }

    public struct Recovery: Hashable, Sendable, Codable {
        public var when: Condition
        public var holdFor: TimeSpan

        public init(when: Condition, holdFor: TimeSpan) {
            self.when = when
            self.holdFor = holdFor
        }
    }

    /// How long the ladder lets a guest come back by itself or by gentle means, before it would be reset; of a ladder without a
    /// reset, its waits.
    public var graceOfLadder: TimeSpan {
        ladder.prefix { $0.action != .reset }.reduce(.zero) { $0 + $1.wait * Int64($1.attempts) }
    }

    /// Which targets a rule is for. Empty: all.
    public struct Match: Hashable, Sendable, Codable {
        /// All must be there with these values.
        public var labels: [Label]
        /// Any of these names.
        public var names: [String]

        public init(labels: [Label] = [], names: [String] = []) {
            self.labels = labels
            self.names = names
        }

        /// Asks nothing, and so holds for everything.
        public var isEmpty: Bool { labels.isEmpty && names.isEmpty }

        public func holds(for target: Target) -> Bool {
            labels.allSatisfy(target.labels.contains) && (names.isEmpty || names.contains(target.name))
        }
    }
}

/// An expression together with the text it was written as, which evidence quotes.
public struct Condition: Hashable, Sendable, Codable {
    public var text: String
    public var expression: Expression

    public init(text: String, expression: Expression) {
        self.text = text
        self.expression = expression
    }
}

/// One step of a ladder.
public struct Rung: Hashable, Sendable, Codable {
    public enum Action: Hashable, Sendable, Codable {
        /// Runs a command in the guest through its agent.
        case exec(command: String)
        case restart
        case reset
        case start
        /// Tells the on-call engineer and hands the incident over.
        case page
    }

    public var action: Action
    /// From the provider's 2xx (or the intent, where the answer was lost) until the next step may be taken.
    public var wait: TimeSpan
    /// How often the rung may be taken in one incident, at least once.
    public var attempts: Int
    /// What must hold for the rung to be taken, judged on the confirming burst: false skips it, unknown refuses. Nil:
    /// nothing more than the rule's own condition.
    public var when: Condition?
    /// Signs of life that do not stand in the way of this reset: `despite: [echo, syn_ack]`.
    public var despite: SignsOfLife
    /// Of the notification: `page` where the ladder says so, else `warning`.
    public var severity: String

    public init(
        action: Action,
        wait: TimeSpan = .zero,
        attempts: Int = 1,
        when: Condition? = nil,
        despite: SignsOfLife = [],
        severity: String = "warning"
    ) {
        self.action = action
        self.wait = wait
        self.attempts = attempts
        self.when = when
        self.despite = despite
        self.severity = severity
    }
}

extension Rung.Action: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exec: "exec"
        case .restart: "restart"
        case .reset: "reset"
        case .start: "start"
        case .page: "page"
        }
    }

    /// What it sends to the provider, where it sends a power action.
    public var power: PowerAction? {
        switch self {
        case .restart: .restart
        case .reset: .reset
        case .start: .start
        case .exec, .page: nil
        }
    }
}

/// How many actions a sliding window may hold. Zero means zero.
public struct Budget: Hashable, Sendable, Codable {
    public var count: Int
    public var window: TimeSpan

    public init(count: Int, window: TimeSpan) {
        self.count = count
        self.window = window
    }
}

extension Budget: CustomStringConvertible {
    public var description: String { "\(count) per \(window)" }
}
