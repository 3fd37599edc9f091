/// What a sandbox holds and how it behaves. The default is four light guests and an API that keeps its promises.
public struct SandboxOptions: Sendable {
    /// A listener for the API that was opened outside the guests' namespace, so that its address answers outside too;
    /// nil: the API is served inside alone.
    public var listener: ListeningSocket?
    /// The API's port inside, where no listener says which; 0 for any that is free.
    public var port = 0
    /// Numbered before the QEMU guests.
    public var lightGuests = 4
    public var qemuGuests = 0
    /// Tokens and what each may do.
    public var tokens = SandboxOptions.defaultTokens
    /// From the 202 to the job's end; the guest feels the action halfway.
    public var operationTime = Duration.seconds(1)
    /// A light guest's boot, from power to serving.
    public var bootTime = Duration.seconds(5)
    /// A light guest's orderly way down.
    public var shutdownTime = Duration.seconds(1)
    /// How long a light guest in a crash loop serves.
    public var crashAfter = Duration.seconds(2)
    /// For each token.
    public var requestsPerMinute = 6000
    /// Switched on from the start.
    public var faults: [FaultRule] = []
    /// Where the guests live; nil: the namespace this process is in, which must be one that was made for them.
    public var namespace: NetworkNamespace?
    public var qemu = QemuOptions()

    public init() {}

    public static let defaultTokens: [String: Set<Scope>] = [
        "sandbox-token": Set(Scope.allCases),
        "sandbox-read": [.read],
        "sandbox-power": [.read, .power],
        "sandbox-write": [.read, .write],
    ]
}
