public import Engine

/// What another rule would have gained and cost, as far as recorded history can tell.
public struct Balance: Hashable, Sendable {
    /// An action on a target that came back by itself, without any.
    public struct Needless: Hashable, Sendable {
        public var action: Happening
        public var recoveredAt: Timestamp
    }

    /// One outage that an action ended, and the same kind of action under the other rule.
    public struct Shift: Hashable, Sendable {
        public var incident: IncidentRecord
        public var was: Timestamp
        /// Nil: by the time the outage really ended it would not have been sent.
        public var would: Timestamp?

        /// The guest is taken to need as long after the other action as it needed after the real one. Nil where the real
        /// one came first: nobody knows how long the outage would have lasted.
        public var saved: TimeSpan? { would.map { was - $0 } }
    }

    public let needless: [Needless]
    public let shifts: [Shift]

    public init(_ outcome: WhatIf.Outcome) {
        let acts = outcome.would.filter { $0.verdict == .act || $0.verdict == .wouldAct }
        let from = outcome.from ?? .distantPast
        let over = outcome.incidents.filter { $0.state == .recovered && $0.openedAt >= from }
        needless = outcome.ends.filter { $0.state == .recovered && $0.openedAt >= from }.flatMap { incident in
            // Whatever the real history did in that time may have brought the guest back.
            outcome.was.contains { $0.isAction && Balance.falls($0, in: incident) }
                ? []
                : acts.filter { Balance.falls($0, in: incident) }
                    .map { Needless(action: $0, recoveredAt: incident.endedAt ?? $0.at) }
        }
        shifts = over.reversed().compactMap { incident in
            guard let cure = incident.curedBy else { return nil }
            let real = outcome.was.last { $0.verdict == .act && $0.action == cure && Balance.falls($0, in: incident) }
            guard let real else { return nil }
            let other = acts.last { $0.action == cure && Balance.falls($0, in: incident) }
            guard other.map({ max($0.at, real.at) - min($0.at, real.at) > Comparison.tolerance }) ?? true else {
                return nil
            }
            return Shift(incident: incident, was: real.at, would: other?.at)
        }
    }

    private static func falls(_ happening: Happening, in incident: IncidentRecord) -> Bool {
        happening.vps == incident.vps && happening.at >= incident.firstFailureAt
            && happening.at <= incident.endedAt ?? happening.at
    }
}
