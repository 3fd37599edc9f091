internal import Engine

/// The provider's own state: jobs on their way, and what a stale listing still shows.
struct Provider {
    struct Job {
        var guest: Int
        var action: PowerAction
        /// The engine's id; nil for somebody else's.
        var ours: Int64?
        var state = State.underway
        var acceptedAt: Timestamp

        enum State {
            case underway, completed, failed, stuck
        }
    }

    var jobs: [Job] = []
    var stale: [PlatformReading]?

    func isBusy(_ guest: Int) -> Bool {
        jobs.contains { $0.guest == guest && ($0.state == .underway || $0.state == .stuck) }
    }

    /// What sticks is given up, and nobody switches off any more what was just mended.
    mutating func mend() {
        stale = nil
        for job in jobs.indices {
            let switchesOff = jobs[job].state == .underway && jobs[job].action == .shutdown
            if jobs[job].state == .stuck || switchesOff { jobs[job].state = .failed }
        }
    }
}

/// Listings and readings: latency, failures, and everything they may get wrong.
extension World {
    static let failures: [ProviderFailure] = [
        ProviderFailure(kind: .rateLimited, status: 429, message: "too many requests"),
        ProviderFailure(kind: .server, status: 503, message: "service unavailable"),
        ProviderFailure(kind: .transport, message: "timed out"),
        ProviderFailure(kind: .undecodable, message: "not JSON"),
    ]

    mutating func sweep(repeats: Bool) {
        if repeats { agenda.enter(.sweep(life: process.life, repeats: true), at: now + policy.sweep) }
        let takes = random.seconds(0...2)
        guard !conditions.isOn(.listingFails), !conditions.isOn(.unreachable) else {
            return later(takes, .platformListingFailed(random.pick(World.failures), startedAt: now))
        }
        later(takes, .platformListed(provider.stale ?? listing(), startedAt: now))
    }

    func listing() -> [PlatformReading] {
        guests.indices.map { guest in
            PlatformReading(
                id: Setup.id(guest),
                name: "vps-\(guest + 1)",
                powerState: listed(guests[guest]),
                serviceStatus: conditions.isOn(.suspended) ? .suspended : .active,
                primaryIP: guests[guest].address
            )
        }
    }

    private func listed(_ guest: Guest) -> PowerState? {
        if conditions.isOn(.unknownStates) { return conditions.size(.unknownStates).isMultiple(of: 2) ? .unknown : nil }
        if conditions.isOn(.saysRunning) { return .running }
        return guest.isOn ? .running : .stopped
    }

    mutating func inspect(_ request: Int64, _ vps: VPSID) {
        guard !conditions.isOn(.silentReadings) else { return }
        let takes = conditions.isOn(.slowReadings) ? random.seconds(3...45) : .milliseconds(Int64(random.int(50...900)))
        let result: Result<Inspection, ProviderFailure>
        if conditions.isOn(.readingFails) || conditions.isOn(.unreachable) {
            result = .failure(random.pick(World.failures))
        } else {
            result = .success(reading(of: Layout.guest(vps)))
        }
        later(takes, .inspectionArrived(request: request, vps: vps, result))
    }

    private func reading(of guest: Int) -> Inspection {
        let truth = guests[guest]
        let state = listed(truth).map { [$0, $0] } ?? []
        let uptime = plan.setup.uptimeGoesOn ? now - World.beginning + .hours(100) : now - truth.bootedAt
        return Inspection(
            startedAt: now,
            ids: conditions.isOn(.wrongID) ? [Setup.id(guest).text, "vps_other"] : [Setup.id(guest).text],
            powerStates: state,
            serviceStatus: conditions.isOn(.suspended) ? .suspended : .active,
            uptimeSeconds: uptime.milliseconds / 1_000,
            primaryIP: truth.address.description,
            pendingTasks: tasks(of: guest),
            maintenance: maintenance,
            gates: gates
        )
    }

    private func tasks(of guest: Int) -> PendingTasks {
        if conditions.isOn(.noTasks) { return .absent }
        return conditions.isOn(.pendingTasks) || provider.isBusy(guest) ? .busy("[…]") : .idle
    }

    private var maintenance: MaintenanceReading {
        guard conditions.isOn(.maintenance) else { return .none }
        return conditions.size(.maintenance).isMultiple(of: 2) ? .pending(["resize"]) : .undecodable("7")
    }

    private var gates: [ActionGate] {
        if conditions.isOn(.noGates) { return [] }
        return [PowerAction.start, .restart, .reset].map {
            ActionGate(name: $0.gateName, source: "/status", verdict: verdict(on: $0))
        }
    }

    private func verdict(on action: PowerAction) -> ActionGate.Verdict {
        if conditions.isOn(.garbledGates) { return .undecodable("\"yes\"") }
        if conditions.isOn(.deniesAll) { return .denied("locked") }
        if conditions.isOn(.deniesRestart), action == .restart { return .denied("guest tools missing") }
        return .allowed
    }
}
