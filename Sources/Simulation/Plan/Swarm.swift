public import Engine

/// Draws a plan from a seed, swarm style: each run mixes a few kinds of faults of its own, so that rare combinations come up
/// that an even mix of everything would drown.
extension Plan {
    public static func swarm(seed: UInt64, length: TimeSpan? = nil) -> Plan {
        var random = Random(seed, stream: 1)
        let setup = Setup.draw(&random)
        let length = length ?? random.seconds(900...2_400)
        return Plan(seed: seed, length: length, setup: setup, faults: faults(in: setup, length: length, &random))
    }

    private static func faults(in setup: Setup, length: TimeSpan, _ random: inout Random) -> [Fault] {
        let kinds = subset(Fault.Kind.allCases, of: random.pick([0, 1, 2, 3, 4, 6, 9]), &random)
        // Without an illness there is nothing to treat.
        let illness: Fault.Kind = illness(for: setup, &random)
        let first = Fault(illness, at: random.seconds(90...240), lasts: cure(&random), guest: guest(setup, &random))
        var faults = [first]
        for kind in kinds {
            for _ in 0..<random.int(1...3) {
                faults.append(fault(kind, near: first, in: setup, length: length, &random))
            }
        }
        faults += companions(of: faults, first, &random)
        for _ in 0..<random.int(0...4) {
            let at = random.seconds(90...Int(length.milliseconds / 1_000))
            faults.append(Fault(illness, at: at, lasts: cure(&random), guest: guest(setup, &random)))
        }
        return faults.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// Pairs that matter together, and that chance alone would seldom bring together: a restart of the watchdog after an
    /// operator's word, and an action by hand beside one whose answer was lost.
    private static func companions(of faults: [Fault], _ first: Fault, _ random: inout Random) -> [Fault] {
        faults.compactMap { fault in
            guard random.chance(40) else { return nil }
            let soon = fault.at + random.seconds(3...60)
            switch fault.kind {
            case .pause, .silence: return Fault(.crash, at: soon, size: 3)
            case .losesAnswers, .neverAnswers:
                return Fault(
                    .power,
                    at: first.at + random.seconds(40...240),
                    guest: first.guest,
                    size: random.int(1...60)
                )
            default: return nil
            }
        }
    }

    private static func illness(for setup: Setup, _ random: inout Random) -> Fault.Kind {
        switch setup.trigger {
        case .hung, .streak, .either: random.pick([.hang, .hang, .hang, .hangSoftly, .crashService])
        case .service: random.pick([.hang, .crashService, .hangSoftly])
        case .halfHung: .hangSoftly
        case .stopped: .switchOff
        }
    }

    /// Half of them get well by themselves.
    private static func cure(_ random: inout Random) -> TimeSpan {
        random.chance(65) ? .zero : random.seconds(60...900)
    }

    private static func guest(_ setup: Setup, _ random: inout Random) -> Int { random.int(0...setup.targets - 1) }

    private static func subset(_ kinds: [Fault.Kind], of count: Int, _ random: inout Random) -> [Fault.Kind] {
        var left = kinds
        return (0..<min(count, kinds.count)).map { _ in left.remove(at: random.int(0...left.count - 1)) }
    }

    /// Half of the others strike while the first is being treated, and half of those that befall a guest the same one:
    /// what happens far from any treatment tests little.
    private static func fault(
        _ kind: Fault.Kind,
        near first: Fault,
        in setup: Setup,
        length: TimeSpan,
        _ random: inout Random
    ) -> Fault {
        let isNear = random.chance(50)
        let at = isNear ? first.at + random.seconds(0...300) : random.seconds(30...Int(length.milliseconds / 1_000))
        let lasts = kind.lasts ? random.seconds(random.chance(50) ? 20...120 : 20...900) : .zero
        return Fault(
            kind,
            at: at,
            lasts: lasts,
            guest: kind.isOfGuest ? random.chance(50) ? first.guest : guest(setup, &random) : nil,
            size: random.int(1...60)
        )
    }
}

extension Setup {
    static func draw(_ random: inout Random) -> Setup {
        var setup = Setup()
        setup.targets =
            random.chance(2) ? random.int(20...60) : random.chance(60) ? random.int(3...6) : random.int(1...10)
        setup.regions = random.int(1...min(3, setup.targets))
        setup.trigger = random.pick([.hung, .hung, .hung, .service, .service, .halfHung, .streak, .either, .stopped])
        setup.drawLadder(&random)
        setup.drawLimits(&random)
        setup.references = random.pick([0, 1, 1, 2])
        setup.pace = random.pick([.seconds(5), .seconds(10), .seconds(10), .seconds(15), .seconds(30)])
        setup.sweep = random.pick([.seconds(30), .seconds(60), .seconds(60), .seconds(120)])
        setup.hasAgent = random.chance(25)
        setup.hasCDN = random.chance(15)
        setup.firewalled = random.chance(20) ? random.int(1...setup.targets) : 0
        setup.drawModes(&random)
        return setup
    }

    private mutating func drawLadder(_ random: inout Random) {
        ladder =
            trigger == .stopped
            ? .start
            : random.pick([.restartResetPage, .restartResetPage, .execRestartReset, .restartOnly, .resetFirst, .twice])
        holdFor = random.pick([.zero, .seconds(15), .seconds(30), .seconds(60)])
        wait = random.pick([.seconds(45), .seconds(90), .seconds(120), .seconds(180)])
        recoveryFor = random.pick([.zero, .seconds(10), .seconds(30)])
        patience = random.pick([.seconds(60), .minutes(3), .minutes(5)])
        flaps = random.chance(40) ? Budget(count: random.int(1...4), window: .hours(6)) : nil
    }

    private mutating func drawLimits(_ random: inout Random) {
        // Mostly wide, so that actions happen; each limit is narrow in some runs.
        cooldown = random.pick([.zero, .zero, .minutes(2), .minutes(10)])
        perTarget = Budget(
            count: random.pick([10, 10, 10, 3, 2, 1, 0]),
            window: random.pick([.minutes(10), .hours(1), .hours(24)])
        )
        fleetBudget = Budget(
            count: random.pick([20, 20, 20, 5, 2, 1, 0]),
            window: random.pick([.minutes(10), .hours(1)])
        )
        inFlight = random.pick([4, 4, 4, 2, 1, 1, 0])
        storm = random.pick([10, 30, 50, 50, 100])
        if regions > 1, random.chance(25) { groupStorm = random.pick([30, 50, 100]) }
        if regions > 1, random.chance(25) { groupBudget = random.int(0...3) }
        bootGrace = BootGrace(min: .seconds(30), max: random.pick([.minutes(1), .minutes(10)]))
    }

    private mutating func drawModes(_ random: inout Random) {
        policyMode = random.chance(5) ? .observe : .armed
        ruleMode = random.chance(5) ? .observe : .armed
        observers = random.chance(8) ? random.int(1...targets) : 0
        windowAt = random.chance(10) ? random.int(0...49) : nil
        assumeIdle = random.chance(20)
        assumeGates = random.chance(20)
        knownBoots = random.chance(20) ? 6 : 0
        uptimeGoesOn = random.chance(30)
    }
}
