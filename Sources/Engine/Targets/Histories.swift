/// What outlives a target's own state: a VPS that is taken out of the configuration and comes back is no stranger, whether or
/// not the daemon was restarted in between. For look-ups only.
struct Histories: Sendable {
    private var boots: [VPSID: BootLog] = [:]
    private var incidents: [VPSID: [Timestamp]] = [:]
    /// By VPS and probe: the definition under which it was last seen up for the first time.
    private var proofs: [ProbeKey: UInt64] = [:]

    private struct ProbeKey: Hashable {
        var vps: VPSID
        var probe: String
    }

    init(_ recovered: Recovered) {
        for boot in recovered.boots { boots[boot.vps, default: BootLog()].take(boot) }
        for incident in recovered.endedIncidents + recovered.incidents {
            incidents[incident.vps, default: []].append(incident.openedAt)
        }
        for proof in recovered.proofs { keep(proof) }
    }

    mutating func keep(_ proof: ProofRecord) {
        proofs[ProbeKey(vps: proof.vps, probe: proof.probe)] = proof.fingerprint
    }

    /// What a target's state has learned by now.
    mutating func keep(_ state: TargetState) {
        boots[state.target.id] = state.boots
        incidents[state.target.id] = state.earlierIncidents
    }

    func boots(of vps: VPSID) -> BootLog { boots[vps] ?? BootLog() }

    /// When its incidents opened.
    func incidents(of vps: VPSID) -> [Timestamp] { incidents[vps] ?? [] }

    func isProven(_ probe: ProbeDefinition, of vps: VPSID) -> Bool {
        proofs[ProbeKey(vps: vps, probe: probe.name)] == probe.fingerprint
    }
}
