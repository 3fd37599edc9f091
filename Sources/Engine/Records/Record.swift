/// What the engine wants kept. Records of one step are committed together, and before any effect of that step or a
/// later one is performed. Indirect, for the largest is 1,200 bytes and a storm's step has ten thousand of the others.
public indirect enum Record: Hashable, Sendable {
    /// A probe was up for the first time since it was defined this way.
    case proof(ProofRecord)
    /// Replaces the incident's earlier record.
    case incident(IncidentRecord)
    /// Replaces the action's earlier record; the first one, `intended`, is the intent.
    case action(ActionRecord)
    /// Appended, never changed.
    case decision(DecisionRecord)
    /// Replaces the notification's earlier record.
    case notification(NotificationRecord)
    /// Replaces the pause state.
    case pause(PauseRecord)
    /// Replaces the silence's earlier record.
    case silence(SilenceRecord)
    /// Replaces the latch's state.
    case latch(LatchRecord)
    /// Replaces the record of the same VPS's boot that began then.
    case boot(BootRecord)
    /// Replaces what was held of the rule.
    case trust(TrustRecord)
    /// Replaces what was held of the VPS.
    case discovery(DiscoveryRecord)
}
