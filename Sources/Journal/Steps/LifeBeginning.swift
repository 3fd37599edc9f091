public import Engine

/// What the engine of one life of the daemon was started on.
public struct LifeBeginning: Hashable, Sendable, Codable {
    /// The form of the steps that follow: a replay by another one would be another story.
    public static let currentForm = 1

    /// What can be read of any form.
    struct Writer: Decodable {
        var version: String
    }

    public var form: Int
    /// Of the Defib that ran.
    public var version: String
    /// Without probes' secrets.
    public var policy: Policy
    public var epoch: UInt32
    public var recovered: Recovered
    public var now: Timestamp

    public init(version: String, policy: Policy, epoch: UInt32 = 0, recovered: Recovered, now: Timestamp) {
        form = LifeBeginning.currentForm
        self.version = version
        self.policy = policy.redacted
        self.epoch = epoch
        self.recovered = recovered
        self.now = now
    }
}

extension Engine {
    /// The engine as it was then.
    public init(_ beginning: LifeBeginning) {
        self.init(
            policy: beginning.policy,
            epoch: beginning.epoch,
            recovered: beginning.recovered,
            now: beginning.now
        )
    }
}
