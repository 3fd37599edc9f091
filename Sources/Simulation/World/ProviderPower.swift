internal import Engine

/// Power actions and their jobs, also those whose answer was lost.
extension World {
    mutating func sendPower(_ action: Int64, _ power: PowerAction, _ vps: VPSID) {
        let guest = Layout.guest(vps)
        count(power, guest)
        story.tell(
            now,
            "\(power.rawValue.uppercased()) #\(action) is sent to vps-\(guest + 1), which is \(guests[guest].condition)"
        )
        if conditions.isOn(.unreachable) {
            let failure = ProviderFailure(kind: .transport, message: "connection timed out")
            return later(.seconds(10), .powerAnswered(action: action, .unknown(failure)))
        }
        if let refusal = refusal(of: power, guest) {
            return later(.milliseconds(120), .powerAnswered(action: action, .rejected(refusal)))
        }
        accept(action, power, guest)
    }

    private mutating func count(_ power: PowerAction, _ guest: Int) {
        tally.actions += 1
        let isCut = isCut(guests[guest]) || conditions.isOn(.partition)
        tally.shots.append(Shot(guest: guest, power: power, condition: guests[guest].condition, isCut: isCut))
        if power == .reset { tally.resets += 1 }
        guard guests[guest].condition == .serving || guests[guest].condition == .booting else { return }
        tally.wrongful += 1
        if power == .reset { tally.wrongfulResets += 1 }
    }

    private mutating func refusal(of power: PowerAction, _ guest: Int) -> ProviderFailure? {
        if conditions.isOn(.rateLimits) { return World.failures[0] }
        let isPossible = guests[guest].isOn != (power == .start)
        guard isPossible, !conditions.isOn(.refuses), !provider.isBusy(guest) else {
            return ProviderFailure(kind: .conflict, status: 409, code: "vps_not_ready", message: "conflict")
        }
        return nil
    }

    private mutating func accept(_ action: Int64, _ power: PowerAction, _ guest: Int) {
        let job = provider.jobs.count
        provider.jobs.append(.init(guest: guest, action: power, ours: action, acceptedAt: now))
        agenda.enter(.execute(job), at: now + random.seconds(1...12))
        guard !conditions.isOn(.neverAnswers) else { return }
        if conditions.isOn(.losesAnswers) {
            let failure = ProviderFailure(kind: .transport, message: "the answer was lost")
            return later(random.seconds(1...20), .powerAnswered(action: action, .unknown(failure)))
        }
        let operation = Operation(jobID: "job_\(job)", pollPath: "/api/jobs/job_\(job)")
        later(.milliseconds(150), .powerAnswered(action: action, .accepted(operation, requestID: "req_\(action)")))
    }

    mutating func execute(_ job: Int) {
        guard provider.jobs[job].state == .underway else { return }
        if conditions.isOn(.jobsStick) {
            provider.jobs[job].state = .stuck
        } else if conditions.isOn(.jobsFail) {
            provider.jobs[job].state = .failed
        } else {
            provider.jobs[job].state = .completed
            apply(provider.jobs[job].action, to: provider.jobs[job].guest)
        }
    }

    mutating func poll(_ action: Int64) {
        guard let job = provider.jobs.last(where: { $0.ours == action }) else {
            return later(.milliseconds(90), .operationPolled(action: action, .indeterminate("no such job")))
        }
        let reading: OperationReading
        if conditions.isOn(.jobsVanish) || conditions.isOn(.unreachable) {
            reading = .indeterminate("the job can't be read")
        } else {
            switch job.state {
            case .underway, .stuck: reading = .underway("running")
            case .completed: reading = .completed
            case .failed: reading = .failed("the hypervisor said no")
            }
        }
        later(.milliseconds(90), .operationPolled(action: action, reading))
    }

    mutating func runExec(_ action: Int64, _ vps: VPSID) {
        let guest = Layout.guest(vps)
        guard guests[guest].answer(to: .agent).result == .up, !conditions.isOn(.unreachable) else {
            return later(.seconds(2), .execEnded(action: action, .unavailable("the agent does not answer")))
        }
        if guests[guest].condition == .serviceDown, random.chance(50) { change(guest, to: .serving) }
        later(.seconds(3), .execEnded(action: action, .exited(exitCode: 0, output: "")))
    }
}
