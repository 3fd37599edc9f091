/// What leaves after a step, once it is known whether the step's records are durable: the one rule of order between the
/// disk and the world, the same for the daemon and the simulation.
public struct Departure: Sendable {
    /// In order; records are not among them.
    public var perform: [Effect] = []
    /// What the engine is to be told of actions that must not leave: they are then known not to have been taken.
    public var answers: [Event] = []
    /// What the checker refused: each of these is a fault in Defib.
    public var objections: [SealedAction] = []

    /// - Parameters:
    ///   - isDurable: every record of this step, and of all before it, has been committed.
    ///   - isDraining: the daemon is shutting down.
    ///   - objection: what the checker has against a sealed action; nil: nothing.
    public init(
        _ effects: [Effect],
        isDurable: Bool,
        isDraining: Bool = false,
        objection: (SealedAction) -> String?
    ) {
        let hindrance = Departure.hindrance(isDurable: isDurable, isDraining: isDraining)
        for effect in effects {
            switch effect {
            case .record: break
            case .sendPower(let sealed):
                let refusal = hindrance ?? objection(sealed).map(Departure.refusal)
                if refusal?.kind == .refusedByChecker { objections.append(sealed) }
                leave(effect, refusal) { .powerAnswered(action: sealed.action, .rejected($0)) }
            case .runExec(let action, _, _, _, _):
                leave(effect, hindrance) { .execEnded(action: action, .rejected($0)) }
            case .probeNow, .planProbes, .sweepPlatform, .inspect, .pollOperation, .deliver, .reply:
                perform.append(effect)
            }
        }
    }

    private static func refusal(_ objection: String) -> ProviderFailure {
        ProviderFailure(kind: .refusedByChecker, message: "not sent: the checker refused it: \(objection)")
    }

    private mutating func leave(_ effect: Effect, _ hindrance: ProviderFailure?, _ answer: (ProviderFailure) -> Event) {
        if let hindrance { answers.append(answer(hindrance)) } else { perform.append(effect) }
    }

    private static func hindrance(isDurable: Bool, isDraining: Bool) -> ProviderFailure? {
        guard isDurable else {
            return ProviderFailure(kind: .transport, message: "not sent: its intent could not be written")
        }
        return isDraining ? ProviderFailure(kind: .transport, message: "not sent: Defib is shutting down") : nil
    }
}
