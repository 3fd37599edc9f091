public import Engine

/// An incident as the API shows it.
public struct IncidentView: Codable, Hashable, Sendable {
    public var id: Int64
    public var target: TargetReference
    public var rule: String
    /// `open handed_over recovered closed`.
    public var state: String
    public var firstFailureAt: String
    public var openedAt: String
    public var endedAt: String?
    /// Until when nothing further is done, after an action.
    public var waitUntil: String?
    public var conclusion: String?
    public var curedBy: String?
    public var acknowledgedBy: String?
    /// In the order in which they were intended.
    public var actions: [ActionView]
}

extension IncidentView {
    public init(_ record: IncidentRecord, actions: [ActionRecord]) {
        id = record.id
        target = TargetReference(vps: record.vps.text, name: record.name)
        rule = record.rule
        state = record.state.rawValue
        firstFailureAt = record.firstFailureAt.description
        openedAt = record.openedAt.description
        endedAt = record.endedAt?.description
        waitUntil = record.waitUntil?.description
        conclusion = record.conclusion
        curedBy = record.curedBy
        acknowledgedBy = record.acknowledgement?.by
        self.actions = actions.map(ActionView.init)
    }

    public var isOver: Bool { endedAt != nil }
}

/// An action as the API shows it.
public struct ActionView: Codable, Hashable, Sendable {
    public var id: Int64
    public var incident: Int64?
    public var target: TargetReference
    public var action: String
    /// `intended accepted rejected outcome_unknown completed failed ineffective`.
    public var state: String
    public var intendedAt: String
    public var answeredAt: String?
    public var endedAt: String?
    /// How far it got, in words, where the guest showed more than the state tells.
    public var progress: String?
    /// What the provider's support asks for.
    public var requestID: String?
    public var detail: String?
    public var origin: String
}

extension ActionView {
    public init(_ record: ActionRecord) {
        id = record.id
        incident = record.incident
        target = TargetReference(vps: record.vps.text, name: record.name)
        action = record.action
        state = record.state.rawValue
        intendedAt = record.intendedAt.description
        answeredAt = record.answeredAt?.description
        endedAt = record.endedAt?.description
        let isSeen = record.cycledAt != nil || record.bootedAt != nil || record.servingAt != nil
        progress = isSeen ? record.progress : nil
        requestID = record.requestID
        detail = record.detail
        origin = record.origin
    }
}
