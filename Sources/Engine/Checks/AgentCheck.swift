/// Asks the guest's agent through the provider.
public struct AgentCheck: Hashable, Sendable, Codable {
    /// A harmless command whose exit code 0 means up; nil: the agent's being available is enough.
    public var command: String?
    /// In place of a command of its own, it reads the guest's boot id, which tells whether a power action reached it.
    public var readsBootID: Bool

    public init(command: String? = nil, readsBootID: Bool = false) {
        self.command = command
        self.readsBootID = readsBootID
    }
}
