internal import Engine

/// One VPS as it really is. Nobody in the world but the referee may look at it directly.
struct Guest {
    enum Condition: Hashable {
        case serving
        /// Kernel and userland are silent.
        case hung
        /// The kernel still answers echoes and SYNs.
        case hungSoftly
        /// The port is closed: the kernel sends RST.
        case serviceDown
        case booting
        /// Stopped half-way; the kernel may answer echoes already.
        case hungInBoot
        case off
    }

    var condition = Condition.serving
    /// Counts up with every change, so that what was planned for an earlier state is known to be moot.
    var version = 0
    var bootID: UInt64 = 1
    var bootedAt: Timestamp
    /// Firewalled from the start: echoes are never answered.
    var dropsEchoes = false
    var address: IPAddress
    /// The web server's name leads to somebody who answers for it.
    var webAddress: IPAddress
    var region: Int
    /// Set by faults, for the boots to come.
    var bootsSlowly = false
    var hangsInBoot = false
    var diesOnReboot = false
    /// The service crashes again so long after every boot.
    var crashesAfter: TimeSpan?
    /// A person switched it off at the panel, and when.
    var switchedOffAt: Timestamp?
    /// Cut off by itself: a cable, a router.
    var isCutOff = false
    /// Our own kernel knows that there is no way to it.
    var isKnownToBeCutOff = false

    var isOn: Bool { condition != .off }
    var isServing: Bool { condition == .serving }
    var answersEcho: Bool {
        guard !dropsEchoes else { return false }
        switch condition {
        case .serving, .hungSoftly, .serviceDown, .hungInBoot: return true
        case .hung, .booting, .off: return false
        }
    }
    var answersConnections: Bool {
        switch condition {
        case .serving, .hungSoftly, .serviceDown: true
        case .hung, .booting, .hungInBoot, .off: false
        }
    }
}

/// What a probe gets from a guest.
struct Answer {
    var result: ProbeResult
    var signs: SignsOfLife = []
    var remote: IPAddress?
    var status: UInt16?
    var bootID: UInt64?
    /// Nothing came: the probe ends with its timeout.
    var isSilence = false

    static let silence = Answer(result: .down(Reason(.timedOut)), isSilence: true)
}

extension Guest {
    func answer(to kind: ProbeKind) -> Answer {
        switch kind {
        case .icmp: answersEcho ? Answer(result: .up, signs: [.echo], remote: address) : .silence
        case .ssh: ssh
        case .http: webAddress == address ? web : throughCDN
        case .agent: agent
        case .reference: .silence
        }
    }

    private var ssh: Answer {
        guard answersConnections else { return .silence }
        guard condition != .hungSoftly else {
            return Answer(result: .down(Reason(.timedOut)), signs: [.synAck], remote: address)
        }
        return Answer(result: .up, signs: [.synAck, .banner], remote: address)
    }

    private var web: Answer {
        switch condition {
        case .serving: Answer(result: .up, signs: [.synAck, .http], remote: address, status: 200)
        case .hungSoftly: Answer(result: .down(Reason(.timedOut)), signs: [.synAck], remote: address)
        case .serviceDown: Answer(result: .down(Reason(.connectionRefused)), signs: [.reset], remote: address)
        case .hung, .booting, .hungInBoot, .off: .silence
        }
    }

    /// Somebody always answers; only what they say tells of the guest.
    private var throughCDN: Answer {
        condition == .serving
            ? Answer(result: .up, signs: [.synAck, .http], remote: webAddress, status: 200)
            : Answer(
                result: .down(Reason(.unexpectedStatus)),
                signs: [.synAck, .http],
                remote: webAddress,
                status: 502
            )
    }

    private var agent: Answer {
        condition == .serving || condition == .serviceDown
            ? Answer(result: .up, signs: [.agent], bootID: bootID)
            : Answer(result: .down(Reason(.agentUnavailable)))
    }
}

enum ProbeKind {
    case http, icmp, ssh, agent, reference

    init(_ check: Check) {
        switch check {
        case .http, .tls: self = .http
        case .tcp: self = .ssh
        case .icmp: self = .icmp
        case .agent: self = .agent
        }
    }
}
