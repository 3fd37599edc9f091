/// What a person who is woken must know, in parts, before it is worded: every text, field and template of a notification is made
/// from it.
///
/// It says how things stood at one moment. The journal keeps it inside the notification, so that its shape only ever grows: what an
/// older row lacks is read as absent, and told as nothing.
public struct Briefing: Hashable, Sendable {
    /// One action, as far as it got.
    public struct Deed: Hashable, Sendable, Codable {
        /// `restart`, `reset`, `exec`…
        public var action: String
        public var at: Timestamp
        /// `accepted after 80ms, booted after 21s`.
        public var outcome: String
        /// False where its answer was lost: it may have been sent.
        public var isCertain: Bool
        /// What the provider's support asks for.
        public var requestID: String?

        public init(action: String, at: Timestamp, outcome: String, isCertain: Bool = true, requestID: String? = nil) {
            self.action = action
            self.at = at
            self.outcome = outcome
            self.isCertain = isCertain
            self.requestID = requestID
        }
    }

    /// An action that a gate, or the provider, did not let through.
    public struct Refusal: Hashable, Sendable, Codable {
        public var action: String
        /// `storm: 4 of 10 unresponsive, a storm from 3`.
        public var reason: String
        public var at: Timestamp

        public init(action: String, reason: String, at: Timestamp) {
            self.action = action
            self.reason = reason
            self.at = at
        }
    }

    /// What comes next by itself.
    public struct Plan: Hashable, Sendable, Codable {
        /// `reset, if it does not answer by then`.
        public var step: String
        /// Nil: at once, or never.
        public var at: Timestamp?

        public init(step: String, at: Timestamp? = nil) {
            self.step = step
            self.at = at
        }
    }

    /// What one probe saw.
    public struct Sighting: Hashable, Sendable, Codable {
        public var probe: String
        public var state: String
        public var reason: String?

        public init(probe: String, state: String, reason: String? = nil) {
            self.probe = probe
            self.state = state
            self.reason = reason
        }
    }

    /// The moment it speaks of: ages count to here.
    public var at: Timestamp
    /// What made this message be sent, beyond what the other parts tell: why a person is needed, what ended it.
    public var news: String
    public var diagnosis: Diagnosis?
    /// Why it is that one.
    public var reasons: [String]
    public var sightings: [Sighting]
    /// The platform's word with its age: `running, listed 14s ago`.
    public var platform: String?
    /// Of this incident, oldest first.
    public var deeds: [Deed]
    /// Of this incident, oldest first; the latest few.
    public var refusals: [Refusal]
    public var plan: Plan?

    public init(
        at: Timestamp,
        news: String = "",
        diagnosis: Diagnosis? = nil,
        reasons: [String] = [],
        sightings: [Sighting] = [],
        platform: String? = nil,
        deeds: [Deed] = [],
        refusals: [Refusal] = [],
        plan: Plan? = nil
    ) {
        self.at = at
        self.news = news
        self.diagnosis = diagnosis
        self.reasons = reasons
        self.sightings = sightings
        self.platform = platform
        self.deeds = deeds
        self.refusals = refusals
        self.plan = plan
    }
}

extension Briefing: Codable {
    private enum CodingKeys: String, CodingKey {
        case at, news, diagnosis, reasons, sightings, platform, deeds, refusals, plan
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        at = try row.decode(Timestamp.self, forKey: .at)
        news = try row.decodeIfPresent(String.self, forKey: .news) ?? ""
        // A name that a later version gave says nothing here, and is no reason to lose the message.
        diagnosis = try row.decodeIfPresent(String.self, forKey: .diagnosis).flatMap(Diagnosis.init)
        reasons = try row.decodeIfPresent([String].self, forKey: .reasons) ?? []
        sightings = try row.decodeIfPresent([Sighting].self, forKey: .sightings) ?? []
        platform = try row.decodeIfPresent(String.self, forKey: .platform)
        deeds = try row.decodeIfPresent([Deed].self, forKey: .deeds) ?? []
        refusals = try row.decodeIfPresent([Refusal].self, forKey: .refusals) ?? []
        plan = try row.decodeIfPresent(Plan.self, forKey: .plan)
    }

    /// What is empty is left out: a thousand of these are kept in a storm.
    public func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(at, forKey: .at)
        if !news.isEmpty { try row.encode(news, forKey: .news) }
        try row.encodeIfPresent(diagnosis, forKey: .diagnosis)
        if !reasons.isEmpty { try row.encode(reasons, forKey: .reasons) }
        if !sightings.isEmpty { try row.encode(sightings, forKey: .sightings) }
        try row.encodeIfPresent(platform, forKey: .platform)
        if !deeds.isEmpty { try row.encode(deeds, forKey: .deeds) }
        if !refusals.isEmpty { try row.encode(refusals, forKey: .refusals) }
        try row.encodeIfPresent(plan, forKey: .plan)
    }
}
