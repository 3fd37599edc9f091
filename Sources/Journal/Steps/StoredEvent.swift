internal import Engine

/// An event as JSON. Those that have a compact form of their own have none here.
enum StoredEvent: Codable {
    case listingFailed(ProviderFailure, startedAt: Timestamp)
    case inspected(request: Int64, vps: VPSID, Inspection)
    case inspectionFailed(request: Int64, vps: VPSID, ProviderFailure)
    case powerAnswered(action: Int64, PowerOutcome)
    case operationPolled(action: Int64, OperationReading)
    case execEnded(action: Int64, ExecOutcome)
    case deliveryEnded(notification: Int64, receiver: String, DeliveryOutcome)
    case paused(by: String, reason: String)
    case resumed(by: String)
    case closedIncident(Int64, by: String)
    case acknowledged(Int64, by: String, note: String)
    case requestedPower(request: Int64, PowerAction, vps: VPSID, by: String, overrides: [GateOverride])
    case silenced(Rule.Match, until: Timestamp, by: String, reason: String)
    case endedSilence(Int64, by: String)
    case unlatched(by: String, reason: String)
    case judged(IncidentRecord, wasRight: Bool, by: String)
    case trusted(rule: String, by: String, reason: String)
    case reloaded(Policy, epoch: UInt32)
    case noticeChanged(key: String, line: String?)

    init(_ event: Event) {
        switch event {
        case .observationArrived, .deadlinePassed, .watchdogMeasured, .platformListed, .fleetListed:
            preconditionFailure("\(event) has a compact form")
        case .platformListingFailed(let failure, let at): self = .listingFailed(failure, startedAt: at)
        case .inspectionArrived(let request, let vps, .success(let inspection)):
            self = .inspected(request: request, vps: vps, inspection)
        case .inspectionArrived(let request, let vps, .failure(let failure)):
            self = .inspectionFailed(request: request, vps: vps, failure)
        case .powerAnswered(let action, let outcome): self = .powerAnswered(action: action, outcome)
        case .operationPolled(let action, let reading): self = .operationPolled(action: action, reading)
        case .execEnded(let action, let outcome): self = .execEnded(action: action, outcome)
        case .deliveryEnded(let id, let receiver, let outcome):
            self = .deliveryEnded(notification: id, receiver: receiver, outcome)
        case .operatorPaused(let by, let reason): self = .paused(by: by, reason: reason)
        case .operatorResumed(let by): self = .resumed(by: by)
        case .operatorClosedIncident(let id, let by): self = .closedIncident(id, by: by)
        case .operatorAcknowledged(let id, let by, let note): self = .acknowledged(id, by: by, note: note)
        case .operatorRequestedPower(let request, let action, let vps, let by, let overrides):
            self = .requestedPower(request: request, action, vps: vps, by: by, overrides: overrides)
        case .operatorSilenced(let match, let until, let by, let reason):
            self = .silenced(match, until: until, by: by, reason: reason)
        case .operatorEndedSilence(let id, let by): self = .endedSilence(id, by: by)
        case .operatorUnlatched(let by, let reason): self = .unlatched(by: by, reason: reason)
        case .operatorJudged(let incident, let wasRight, let by): self = .judged(incident, wasRight: wasRight, by: by)
        case .operatorTrusted(let rule, let by, let reason): self = .trusted(rule: rule, by: by, reason: reason)
        // Probes' secrets stay out of the file; nothing is decided by them.
        case .policyReloaded(let policy, let epoch): self = .reloaded(policy.redacted, epoch: epoch)
        case .noticeChanged(let key, let line): self = .noticeChanged(key: key, line: line)
        }
    }

    var event: Event {
        switch self {
        case .listingFailed(let failure, let at): .platformListingFailed(failure, startedAt: at)
        case .inspected(let request, let vps, let inspection):
            .inspectionArrived(request: request, vps: vps, .success(inspection))
        case .inspectionFailed(let request, let vps, let failure):
            .inspectionArrived(request: request, vps: vps, .failure(failure))
        case .powerAnswered(let action, let outcome): .powerAnswered(action: action, outcome)
        case .operationPolled(let action, let reading): .operationPolled(action: action, reading)
        case .execEnded(let action, let outcome): .execEnded(action: action, outcome)
        case .deliveryEnded(let id, let receiver, let outcome):
            .deliveryEnded(notification: id, receiver: receiver, outcome)
        case .paused(let by, let reason): .operatorPaused(by: by, reason: reason)
        case .resumed(let by): .operatorResumed(by: by)
        case .closedIncident(let id, let by): .operatorClosedIncident(id, by: by)
        case .acknowledged(let id, let by, let note): .operatorAcknowledged(incident: id, by: by, note: note)
        case .requestedPower(let request, let action, let vps, let by, let overrides):
            .operatorRequestedPower(request: request, action, vps: vps, by: by, overrides: overrides)
        case .silenced(let match, let until, let by, let reason):
            .operatorSilenced(match, until: until, by: by, reason: reason)
        case .endedSilence(let id, let by): .operatorEndedSilence(id, by: by)
        case .unlatched(let by, let reason): .operatorUnlatched(by: by, reason: reason)
        case .judged(let incident, let wasRight, let by): .operatorJudged(incident, wasRight: wasRight, by: by)
        case .trusted(let rule, let by, let reason): .operatorTrusted(rule: rule, by: by, reason: reason)
        case .reloaded(let policy, let epoch): .policyReloaded(policy, epoch: epoch)
        case .noticeChanged(let key, let line): .noticeChanged(key: key, line: line)
        }
    }
}
