internal import Engine

/// Something that a timeline of a test tells.
struct Happening: Hashable, Sendable {
    /// From the test's beginning.
    var at: TimeSpan
    /// The target's name; nil for what concerns none.
    var target: String?
    var what: What

    enum What: Hashable, Sendable {
        /// A probe's state or reason changed.
        case probe(String, String)
        /// The platform's word changed.
        case platform(String)
        /// Under `events` in the test.
        case event(String)
        case opened(rule: String, Diagnosis?)
        case action(String)
        /// An action got further: accepted, completed, lost…
        case progress(action: String, String)
        case refused(action: String, [GateResult])
        case wouldAct(action: String, [GateResult])
        case alert(Notification.Kind, severity: String, String)
        case handedOver(String)
        case recovered(String, curedBy: String?)
        case closed(String)
        case note(String)
        /// The checker would not let an action go: a fault in Defib itself.
        case objection(String)
    }
}

extension Happening {
    /// On one line, without time and target.
    var words: String {
        switch what {
        case .probe(let name, let state): "\(name) \(state)"
        case .platform(let state): "platform \(state)"
        case .event(let words): words
        case .opened(let rule, let diagnosis):
            "incident by \(rule)\(diagnosis.map { ", diagnosis \($0.rawValue)" } ?? "")"
        case .action(let action): action
        case .progress(let action, let words): "\(action): \(words)"
        case .refused(let action, let gates): "\(action) refused\(Happening.reason(of: gates))"
        case .wouldAct(let action, let gates): "would have sent \(action)\(Happening.reason(of: gates))"
        case .alert(let kind, let severity, let summary): "alert \(kind.rawValue) (\(severity)): \(summary)"
        case .handedOver(let why): "handed over: \(why)"
        case .recovered(let words, _): "recovered: \(words)"
        case .closed(let words): words
        case .note(let words): "note: \(words)"
        case .objection(let words): "the checker refused an action, which is a fault in Defib: \(words)"
        }
    }

    private static func reason(of gates: [GateResult]) -> String {
        gates.first { $0.outcome == .refused }.map { " by gate \($0.gate.rawValue): \($0.detail)" } ?? ""
    }

    /// Of what was refused or would have been done: each gate's word.
    var gates: [GateResult] {
        switch what {
        case .refused(_, let gates), .wouldAct(_, let gates): gates
        case .probe, .platform, .event, .opened, .action, .progress, .alert, .handedOver, .recovered, .closed, .note,
            .objection:
            []
        }
    }

    /// What left for a guest; the rest is told or seen.
    var isAction: Bool {
        if case .action = what { true } else { false }
    }

    /// Never as expected.
    var isFault: Bool {
        if case .objection = what { true } else { false }
    }
}
