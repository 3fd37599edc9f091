internal import Engine

/// Faults begin and end.
extension World {
    mutating func begin(_ fault: Fault, _ index: Int) {
        guard now < mendsAt else { return }
        story.tell(now, "fault: \(fault)")
        conditions.begin(fault)
        if fault.lasts > .zero { agenda.enter(.faultEnds(index), at: now + fault.lasts) }
        if let guest = fault.guest { befall(guest, fault) }
        befallAll(fault)
    }

    private mutating func befall(_ guest: Int, _ fault: Fault) {
        switch fault.kind {
        case .hang: sicken(guest, .hung)
        case .hangSoftly: sicken(guest, .hungSoftly)
        case .crashService: sicken(guest, .serviceDown)
        case .crashLoop:
            guests[guest].crashesAfter = .seconds(Int64(fault.size))
            sicken(guest, .serviceDown)
        case .slowBoot: guests[guest].bootsSlowly = true
        case .hangInBoot: guests[guest].hangsInBoot = true
        case .dieOnReboot: guests[guest].diesOnReboot = true
        case .switchOff:
            guests[guest].switchedOffAt = now
            change(guest, to: .off)
        case .cutOne:
            guests[guest].isCutOff = true
            guests[guest].isKnownToBeCutOff = fault.size.isMultiple(of: 2)
        case .silence, .close, .power, .panelPower, .dropsTarget: intervene(guest, fault)
        default: break
        }
    }

    private mutating func sicken(_ guest: Int, _ condition: Guest.Condition) {
        guard guests[guest].condition == .serving else { return }
        change(guest, to: condition)
    }

    private mutating func befallAll(_ fault: Fault) {
        switch fault.kind {
        case .staleListing: provider.stale = listing()
        case .crash:
            let death = Process.Death(rawValue: fault.size % 4)
            if let death { process.death = (death, inActionOnly: false) } else { die("at once") }
        case .crashInAction:
            process.death = Process.Death(rawValue: fault.size % 3).map { ($0, inActionOnly: true) }
        case .clockJump: process.jump = .seconds(Int64(fault.size))
        case .reload: reload(edited(fault.size))
        case .pause: deliver(.operatorPaused(by: "ops", reason: "a drill"))
        case .unlatch: deliver(.operatorUnlatched(by: "ops", reason: "looked"))
        default: break
        }
    }

    mutating func end(_ fault: Fault) {
        guard now < mendsAt else { return }
        story.tell(now, "over: \(fault)")
        conditions.end(fault.kind)
        switch fault.kind {
        case .hang, .hangSoftly, .crashService: if let guest = fault.guest { comeBack(guest, fault) }
        case .cutOne: if let guest = fault.guest { guests[guest].isCutOff = false }
        case .staleListing: provider.stale = nil
        case .switchOff: if let guest = fault.guest, !guests[guest].isOn { boot(guest) }
        case .pause: if !conditions.isOn(.pause) { deliver(.operatorResumed(by: "ops")) }
        case .dropsTarget: reload(plan.setup.policy)
        default: break
        }
    }

    /// It recovers by itself, if it is still in the state it fell into.
    private mutating func comeBack(_ guest: Int, _ fault: Fault) {
        let fell: Guest.Condition = fault.kind == .hang ? .hung : fault.kind == .hangSoftly ? .hungSoftly : .serviceDown
        if guests[guest].condition == fell { change(guest, to: .serving) }
    }

    /// Everything is made whole: people have come, and what is owed must now be paid.
    mutating func mend() {
        story.tell(now, "everything is mended")
        conditions.mend()
        provider.mend()
        for guest in guests.indices {
            guests[guest].isCutOff = false
            guests[guest].crashesAfter = nil
            guests[guest].hangsInBoot = false
            guests[guest].diesOnReboot = false
            guests[guest].bootsSlowly = false
            if !guests[guest].isServing { boot(guest) }
        }
        process.death = nil
        deliver(.operatorResumed(by: "ops"))
        deliver(.operatorUnlatched(by: "ops", reason: "all is mended"))
        if policy != plan.setup.policy { reload(plan.setup.policy) }
    }
}
