/// Asks the guest's agent through the provider.
public struct AgentCheck: Hashable, Sendable, Codable {
    /// A harmless command whose exit code 0 means up; nil: the agent's being available is enough.
    public var command: String?

    public init(command: String? = nil) {
        self.command = command
    }
}
