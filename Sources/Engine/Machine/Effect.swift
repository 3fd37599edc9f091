/// What is to be done, in the imperative. The effects of one step are performed in order, after its records are durable.
public enum Effect: Hashable, Sendable {
    /// Keep this. Performed (committed) before any other effect of the step.
    case record(Record)
    /// Start these probes now, all of them, outside their pace.
    case probeNow([ProbeAddress])
    /// Probe what this policy says from now on, under this epoch, and nothing else.
    case planProbes(Policy, epoch: UInt32)
    /// List the account's VPSs now.
    case sweepPlatform
    /// Read the rich endpoints for one suspect, the gate of the action among them; answered by `inspectionArrived`.
    case inspect(request: Int64, vps: VPSID, for: PowerAction?)
    /// Send a power action, once, if the checker agrees. Never repeated, whatever comes back.
    case sendPower(SealedAction)
    case pollOperation(action: Int64, Operation)
    /// Run a command in the guest and wait for its end, until the deadline.
    case runExec(action: Int64, command: String, vps: VPSID, vmid: Int?, until: Timestamp)
    case deliver(Notification, receiver: String)
    /// The answer to an operator's request.
    case reply(request: Int64, OperatorReply)
}

/// What became of an operator's request for a power action.
public enum OperatorReply: Hashable, Sendable {
    case sent(ActionRecord)
    case refused([GateResult])
    case notPossible(String)
}

extension Effect {
    /// Whether the outside sees it: the step's records must be durable first.
    public var isOutward: Bool {
        switch self {
        case .record, .probeNow, .planProbes, .sweepPlatform, .inspect, .pollOperation: false
        case .sendPower, .runExec, .deliver, .reply: true
        }
    }
}
