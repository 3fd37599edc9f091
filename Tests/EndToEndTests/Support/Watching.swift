import Sandbox

/// What tests wait for and look at.
extension Theatre {
    func name(of guest: GuestDescription) -> String {
        Scene.name(of: guests.firstIndex(of: guest) ?? guests.count)
    }

    /// Starts Defib and waits until it says it is ready.
    func start() async throws {
        try await defib.start()
        _ = try await eventually("defib is ready") { await client.answers("/-/ready").ifTrue }
    }

    /// Waits until every guest answers every probe, and has done so for a moment: the watchdog trusts itself only on
    /// what it has seen.
    func allIsWell() async throws {
        _ = try await eventually("every guest answers every probe") {
            let targets = await client.targets()
            return (targets.count == guests.count && targets.allSatisfy(\.isWell)).ifTrue
        }
        try await Task.sleep(for: .seconds(2))
    }

    func incidents(of guest: GuestDescription) async -> [IncidentReport] {
        await client.incidents().filter { $0.target.vps == guest.id }
    }

    /// Waits until the latest incident of `guest` is in this state.
    @discardableResult
    func incident(of guest: GuestDescription, reaches state: String) async throws -> IncidentReport {
        try await eventually("an incident of \(name(of: guest)) is \(state)") {
            await incidents(of: guest).max { $0.id < $1.id }.flatMap { $0.state == state ? $0 : nil }
        }
    }

    /// Waits until the latest action on `guest` is in one of these states.
    @discardableResult
    func action(on guest: GuestDescription, reaches states: String...) async throws -> IncidentReport.Action {
        try await eventually("an action on \(name(of: guest)) is \(states.joined(separator: " or "))") {
            await incidents(of: guest).max { $0.id < $1.id }?.actions.last.flatMap { action in
                states.contains(action.state) ? action : nil
            }
        }
    }

    /// Waits for a decision on `guest` that this gate refused; returns the gate's words.
    @discardableResult
    func refusal(of guest: GuestDescription, by gate: String) async throws -> String {
        try await eventually("\(gate) refuses an action on \(name(of: guest))") {
            await decisions(on: guest).lazy.compactMap { $0.refusals[gate] }.first
        }
    }

    func decisions(on guest: GuestDescription) async -> [DecisionReport] {
        await client.decisions().filter { $0.name == name(of: guest) }
    }

    /// What the receiver was told about `guest`, once it was told this.
    @discardableResult
    func messages(about guest: GuestDescription, until status: String) async throws -> [Inbox.Message] {
        try await eventually("the receiver is told that \(name(of: guest)) is \(status)") {
            let messages = try inbox.messages(about: name(of: guest))
            return messages.last?.status == status ? messages : nil
        }
    }

    /// What the provider was asked to do to `guest`, in order.
    func verbs(on guest: GuestDescription) async throws -> [String] {
        try await sandbox.powerActions(on: guest).map(\.verb)
    }

    /// Whether it answers, once it has probed again.
    func isAliveAndProbing() async throws -> Bool {
        let before = await client.sum(of: "defib_probes_total")
        _ = try await eventually("probes go on") { (await client.sum(of: "defib_probes_total") > before).ifTrue }
        return await client.answers("/-/healthy")
    }
}
