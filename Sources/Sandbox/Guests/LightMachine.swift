/// A light guest as a state machine: events in, what its network shows out. No clock and no socket: the shell around it
/// keeps the one timer it may have running, and shows its `presence`.
struct LightMachine: Sendable {
    /// How long things take.
    struct Timing: Hashable, Sendable {
        var boot: Duration
        var shutdown: Duration
        /// How long a crash loop serves before it dies again.
        var crashAfter: Duration
    }

    /// What can be met at the guest's address.
    enum Presence: String, Hashable, Sendable {
        case serving
        /// Connections are accepted, nothing is answered.
        case mute
        case echoOnly
        case silent
    }

    enum Event: Hashable, Sendable {
        case power(PowerVerb)
        case afflicted(Ailment, Cure)
        case recovered
        /// The timer that `handle` asked for last has run out.
        case timerFired
    }

    private enum Phase: Hashable {
        /// To `booting`, by start.
        case off
        /// To `up`, by the timer.
        case booting
        /// To `stopping` by a graceful action, to `booting` or `off` by a forced one.
        case up
        /// To `booting` or `off`, by the timer.
        case stopping(rebooting: Bool)
    }

    private struct Illness: Hashable {
        var ailment: Ailment
        var cure: Cure
    }

    private var phase = Phase.up
    private var illness: Illness?
    var timing: Timing
    /// Goes up at every boot, so that two boots can be told apart.
    private(set) var boots = 0

    init(timing: Timing) {
        self.timing = timing
    }

    /// Takes in what happened, and says what becomes of the timer.
    mutating func handle(_ event: Event) -> TimerChange {
        let before = phase
        switch event {
        case .power(let verb): obey(verb)
        case .afflicted(let ailment, let cure): illness = Illness(ailment: ailment, cure: cure)
        case .recovered:
            illness = nil
            phase = .up
        case .timerFired: moveOn()
        }
        if before == phase, !restartsTimer(event) { return .keep }
        return timer()
    }

    enum TimerChange: Hashable, Sendable {
        case keep
        case cancel
        case start(Duration)
    }

    /// A forced reboot within a boot begins the boot anew, and a crash loop that begins now has its own pace.
    private func restartsTimer(_ event: Event) -> Bool {
        switch event {
        case .power(.reset): phase == .booting
        case .afflicted(.crashLoop, _): phase == .up
        case .timerFired: true
        case .power, .afflicted, .recovered: false
        }
    }

    private func timer() -> TimerChange {
        switch phase {
        case .off: .cancel
        case .booting: .start(timing.boot)
        case .up: illness?.ailment == .crashLoop ? .start(timing.crashAfter) : .cancel
        case .stopping: .start(timing.shutdown)
        }
    }

    private mutating func obey(_ verb: PowerVerb) {
        switch verb {
        case .start: if phase == .off { boot(healing: .reset) }
        case .stop: phase = .off
        case .reset: if phase != .off { boot(healing: .reset) }
        case .restart, .shutdown:
            guard phase == .up, hearsGracefulActions else { return }
            phase = .stopping(rebooting: verb == .restart)
        }
    }

    private mutating func moveOn() {
        switch phase {
        case .off: break
        case .booting: phase = .up
        case .up: if illness?.ailment == .crashLoop { boot(healing: .restart) }
        case .stopping(rebooting: true): boot(healing: .restart)
        case .stopping(rebooting: false): phase = .off
        }
    }

    private mutating func boot(healing power: Cure) {
        phase = .booting
        boots += 1
        guard let illness else { return }
        switch (illness.cure, power) {
        case (.restart, _), (.reset, .reset): self.illness = nil
        case (.reset, _), (.nothing, _): break
        }
    }

    /// A crash loop is up and well whenever it is up.
    private var hearsGracefulActions: Bool {
        guard let illness else { return true }
        return illness.cure == .restart || illness.ailment == .crashLoop
    }

    var presence: Presence {
        switch phase {
        case .off, .booting: return .silent
        case .up, .stopping: break
        }
        return switch illness?.ailment {
        case nil, .crashLoop: .serving
        case .soft: .mute
        case .half: .echoOnly
        case .hard: .silent
        }
    }

    var ailment: Ailment? { illness?.ailment }
    var isOff: Bool { phase == .off }

    /// A word for people.
    var phaseName: String {
        switch phase {
        case .off: "off"
        case .booting: "booting"
        case .stopping: "stopping"
        case .up: presence == .serving ? "serving" : "hung"
        }
    }
}
