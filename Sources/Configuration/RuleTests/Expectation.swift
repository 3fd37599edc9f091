public import Engine

/// Something that must happen, or must not.
public struct Expectation: Hashable, Sendable {
    public enum Subject: Hashable, Sendable {
        /// An action left: `restart`, `reset`, `start` or `exec`.
        case action(String)
        /// A gate refused it.
        case refused(String)
        /// Every gate but `armed` passed, in observe mode.
        case wouldAct(String)
        case alert(Notification.Kind)
        /// An incident opened, by the rule of that name.
        case opened(String)
        case handedOver
        case recovered
        /// The engine wrote down something else about the target.
        case note
    }

    public var subject: Subject
    /// In which line it stands.
    public var place: Place
    /// As diffs show it: `restart of web-1 at 1m10s..1m20s`.
    public var text: String
    /// Nil: any.
    public var target: String?
    /// From the test's beginning; nil: any time.
    public var moment: Moment?
    /// Of a refusal.
    public var gate: Gate?
    /// Words that must be in what was said.
    public var contains: String?
    /// Of an alert.
    public var severity: String?
    /// Of an incident that opened.
    public var diagnosis: Diagnosis?
    /// Of a recovery: the rung that cured.
    public var curedBy: String?
}

/// When something is expected: from then, and before then.
public struct Moment: Hashable, Sendable {
    public var from: TimeSpan
    /// Nil: without an end.
    public var to: TimeSpan?

    /// A moment is told to the second, so that what a timeline shows can be written down as expected.
    public func contains(_ time: TimeSpan) -> Bool {
        let second = TimeSpan.seconds(time.milliseconds / 1_000)
        return second >= from && (to.map { second <= $0 } ?? true)
    }
}
