internal import Configuration
internal import Engine

extension Expectation {
    /// Whether this is what is expected, whenever it happened.
    func fits(_ happening: Happening) -> Bool {
        guard isAkin(to: happening) else { return false }
        if let contains, !happening.words.contains(contains) { return false }
        switch happening.what {
        case .refused(_, let gates):
            return gate == nil || gates.contains { $0.outcome == .refused && $0.gate == gate }
        case .alert(_, let severity, _): return self.severity ?? severity == severity
        case .opened(_, let diagnosis): return self.diagnosis == nil || self.diagnosis == diagnosis
        case .recovered(_, let cure): return curedBy == nil || curedBy == cure
        case .probe, .platform, .event, .action, .progress, .wouldAct, .handedOver, .closed, .note, .objection:
            return true
        }
    }

    func isTimely(_ happening: Happening) -> Bool {
        moment?.contains(happening.at) ?? true
    }

    /// Whether it is of the same kind, about the same target.
    func isAkin(to happening: Happening) -> Bool {
        guard target ?? happening.target == happening.target else { return false }
        return switch (subject, happening.what) {
        case (.action(let wanted), .action(let action)): action == wanted
        case (.refused(let wanted), .refused(let action, _)): action == wanted
        case (.wouldAct(let wanted), .wouldAct(let action, _)): action == wanted
        case (.alert(let wanted), .alert(let kind, _, _)): kind == wanted
        case (.opened(let wanted), .opened(let rule, _)): rule == wanted
        case (.handedOver, .handedOver), (.recovered, .recovered), (.note, .note): true
        case (.action, _), (.refused, _), (.wouldAct, _), (.alert, _), (.opened, _), (.handedOver, _), (.recovered, _),
            (.note, _):
            false
        }
    }
}
