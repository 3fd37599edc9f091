/// A guest that the API can act upon and the control endpoint can make ill.
protocol Guest: Sendable {
    var description: GuestDescription { get }

    func condition() async -> GuestCondition

    /// Does the hypervisor's part of `verb` and returns; a boot goes on after that.
    func perform(_ verb: PowerVerb) async throws

    /// Makes the guest ill. A guest that is off stays off.
    func afflict(_ ailment: Ailment, cure: Cure) async throws

    /// Makes a guest well at once, off or not, as no power action could.
    func recover() async throws

    /// Changes how long every later boot takes.
    func setBootTime(_ time: Duration) async throws

    /// Whether the guest's agent answers now.
    func agentAnswers() async -> Bool

    /// Starts `command` through the guest's agent; nil where the agent does not answer.
    func execute(_ command: String) async -> Int?

    /// What became of the command `process`; nil where nobody knows of it or the agent does not answer.
    func result(of process: Int) async -> ExecResult?

    /// Ends what the guest holds outside this process: machines, links. Called once, at the sandbox's end.
    func dismantle() async
}

/// What the hypervisor knows of a guest, and what the sandbox knows besides.
struct GuestCondition: Hashable, Sendable {
    /// In the API's words.
    var powerState: String
    /// Since the hypervisor's process began; nil while the guest is off. A reset or a guest's own reboot leaves that
    /// process alive, and so the count.
    var uptime: Duration? = nil
    /// Since the guest itself began to boot last; nil while it is off.
    var sinceBoot: Duration? = nil
    var ailment: Ailment? = nil
    /// A word for people: `serving`, `booting`, `off`, `hung`.
    var phase: String
}

/// A command's outcome, as the agent reports it. A finished one is reported once and then forgotten.
struct ExecResult: Hashable, Sendable {
    var exited: Bool
    var exitCode: Int?
    var output: String = ""
    var errors: String = ""
}
