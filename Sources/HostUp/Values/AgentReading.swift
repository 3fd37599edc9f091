/// Whether the guest's agent answers now.
///
/// Answering is a sign of life. Not answering proves nothing by itself: the agent may never have been installed.
public struct AgentReading: Hashable, Sendable {
    public var isAvailable: Bool
    /// The provider's words where it is not.
    public var reason: String?
    /// Whether the hypervisor runs the VPS; nil where the answer did not say.
    public var isVMRunning: Bool?

    public init(isAvailable: Bool, reason: String?, isVMRunning: Bool?) {
        self.isAvailable = isAvailable
        self.reason = reason
        self.isVMRunning = isVMRunning
    }
}
