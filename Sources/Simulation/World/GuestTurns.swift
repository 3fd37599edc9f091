internal import Engine

/// What guests do: fall ill, boot, crash again, and are cured by power.
extension World {
    mutating func change(_ guest: Int, to condition: Guest.Condition) {
        guard guests[guest].condition != condition else { return }
        noteOutage(guest, condition)
        guests[guest].condition = condition
        guests[guest].version += 1
        story.tell(now, "vps-\(guest + 1) is \(condition)")
    }

    /// A hang lasts until the guest serves again, whatever it went through on the way.
    private mutating func noteOutage(_ guest: Int, _ condition: Guest.Condition) {
        let open = tally.outages.lastIndex { $0.guest == guest && $0.to == nil }
        switch condition {
        case .hung, .hungSoftly: if open == nil { tally.outages.append(Outage(guest: guest, from: now, to: nil)) }
        case .serving: if let open { tally.outages[open].to = now }
        case .serviceDown, .booting, .hungInBoot, .off: break
        }
    }

    /// Power was cut and is back: whatever it was, it boots.
    mutating func boot(_ guest: Int) {
        guests[guest].version += 1
        guests[guest].condition = .booting
        guests[guest].bootID &+= 1
        guests[guest].bootedAt = now
        guests[guest].switchedOffAt = nil
        let time = guests[guest].bootsSlowly ? random.seconds(90...400) : random.seconds(8...50)
        let version = guests[guest].version
        story.tell(now, "vps-\(guest + 1) boots, for \(time.brief)")
        agenda.enter(.guest(guest, version: version, .bootEnds), at: now + time)
        agenda.enter(
            .guest(guest, version: version, .kernelUp),
            at: now + .milliseconds(time.milliseconds / 2)
        )
    }

    mutating func take(_ turn: GuestTurn, _ guest: Int) {
        switch turn {
        case .kernelUp:
            if guests[guest].hangsInBoot {
                guests[guest].hangsInBoot = false
                change(guest, to: .hungInBoot)
            }
        case .bootEnds:
            change(guest, to: .serving)
            if let after = guests[guest].crashesAfter {
                agenda.enter(.guest(guest, version: guests[guest].version, .serviceCrashes), at: now + after)
            }
        case .serviceCrashes: if guests[guest].crashesAfter != nil { change(guest, to: .serviceDown) }
        }
    }

    /// The provider carries out a power action on the machine.
    mutating func apply(_ action: PowerAction, to guest: Int) {
        story.tell(now, "the provider carries out \(action.rawValue) on vps-\(guest + 1)")
        switch action {
        case .start: if !guests[guest].isOn { boot(guest) }
        case .stop, .shutdown: change(guest, to: .off)
        case .restart: if hears(guest) { reboot(guest) }
        case .reset: reboot(guest)
        }
    }

    /// A graceful restart needs a guest that listens; forced by the provider after a while in half of the cases.
    private mutating func hears(_ guest: Int) -> Bool {
        switch guests[guest].condition {
        case .serving, .serviceDown: true
        case .hung, .hungSoftly, .hungInBoot, .booting: random.chance(40)
        case .off: false
        }
    }

    private mutating func reboot(_ guest: Int) {
        guard guests[guest].isOn else { return }
        if guests[guest].diesOnReboot {
            guests[guest].diesOnReboot = false
            guests[guest].version += 1
            change(guest, to: .hung)
        } else {
            boot(guest)
        }
    }
}
