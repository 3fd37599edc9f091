/// A power action together with everything it stood on. The executor sends nothing else, and only after a checker that
/// shares no code with the gates has come to the same end from the bundle alone.
public struct SealedAction: Hashable, Sendable, Codable {
    /// The action's id in the journal.
    public var action: Int64
    public var power: PowerAction
    public var vps: VPSID
    public var bundle: EvidenceBundle

    public init(action: Int64, power: PowerAction, vps: VPSID, bundle: EvidenceBundle) {
        self.action = action
        self.power = power
        self.vps = vps
        self.bundle = bundle
    }
}
