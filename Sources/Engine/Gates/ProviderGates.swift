/// The gates that rest on the provider's own words about this very VPS, read just now.
extension Facts {
    /// An inspection older than this is asked for again.
    static let maxInspectionAge = TimeSpan.seconds(30)

    func platform() -> GateResult {
        guard let inspection else { return notReached(.platform) }
        switch inspection {
        case .failure(let failure): return refuse(.platform, "blind to the provider: \(failure)", canPass: true)
        case .success(let reading):
            if let fault = staleness(of: reading) ?? wrongID(in: reading) ?? wrongState(in: reading) {
                return refuse(.platform, fault, canPass: true)
            }
            let state = action == .start ? PowerState.stopped : .running
            return pass(.platform, "\(state.rawValue) by \(reading.powerStates.count) answers, active, nothing pending")
        }
    }

    func maintenance() -> GateResult {
        guard case .success(let reading) = inspection else { return notReached(.maintenance) }
        switch reading.maintenance {
        case .none: return pass(.maintenance, "no change pending")
        case .pending(let changes):
            let named = changes.isEmpty ? "unnamed" : changes.joined(separator: ", ")
            return refuse(
                .maintenance,
                "the provider has changes pending that an action may apply: \(named)",
                canPass: false
            )
        case .undecodable(let why): return refuse(.maintenance, "not understood: \(why)", canPass: true)
        }
    }

    func capability() -> GateResult {
        guard case .success(let reading) = inspection else { return notReached(.capability) }
        guard let name = action.power?.gateName else { return pass(.capability, "asked of power actions only") }
        let gates = reading.gates.filter { $0.name == name }
        guard !gates.isEmpty else {
            guard assumeGates else {
                return refuse(.capability, "the API served no \(name) (see assume_gates)", canPass: false)
            }
            return pass(.capability, "the API served no \(name); assume_gates is set")
        }
        for gate in gates {
            switch gate.verdict {
            case .allowed: break
            case .denied(let reason):
                let why = reason.isEmpty ? "" : ": \(reason)"
                return refuse(.capability, "\(name) is denied by \(gate.source)\(why)", canPass: false)
            case .undecodable(let shape):
                return refuse(.capability, "\(name) of \(gate.source) is not understood: \(shape)", canPass: false)
            }
        }
        return pass(.capability, "\(name) is allowed by \(gates.map(\.source).joined(separator: " and "))")
    }

    private func notReached(_ gate: Gate) -> GateResult {
        GateResult(gate: gate, outcome: .notReached, detail: "")
    }

    private func staleness(of reading: Inspection) -> String? {
        let age = now - reading.startedAt
        return age > Facts.maxInspectionAge ? "the reading is \(age.brief) old" : nil
    }

    private func wrongID(in reading: Inspection) -> String? {
        guard !reading.ids.isEmpty else { return "the answers name no id" }
        return reading.ids.first { $0 != target.id.text }.map { "the answer is about '\($0)'" }
    }

    private func wrongState(in reading: Inspection) -> String? {
        let wanted: PowerState = action == .start ? .stopped : .running
        guard !reading.powerStates.isEmpty else { return "the answers name no powerState" }
        if let other = reading.powerStates.first(where: { $0 != wanted }) {
            return "powerState is \(other.rawValue), not \(wanted.rawValue)"
        }
        guard reading.serviceStatus == .active else {
            return "serviceStatus is \(reading.serviceStatus?.rawValue ?? "absent"), not active"
        }
        switch reading.pendingTasks {
        case .idle: return nil
        case .absent: return assumeIdle ? nil : "the API served no pendingTasks (see assume_idle)"
        case .busy(let tasks): return "tasks are pending: \(tasks)"
        }
    }
}
