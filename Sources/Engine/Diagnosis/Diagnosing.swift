/// What a diagnosis is made from: counted, not yet judged.
struct Symptoms {
    /// Why the watchdog distrusts itself; nil while it does not.
    var distrust: String?
    /// With reference targets that were all heard lately: whether one answered.
    var isReferenceAnswering: Bool?
    /// Of all targets, how many fail, and from how many on that is a storm.
    var unresponsive: Int
    var stormThreshold: Int
    /// The platform's fresh word; nil where it gave none lately.
    var powerState: PowerState?
    /// The latest listing failed.
    var isProviderFailing: Bool
    /// Probes that ask the guest itself, proven ones: how many are up, down, or of an unknown state.
    var up: Int
    var down: Int
    var unknown: Int
    /// Of those unknown, how many because a name could not be resolved; because our own network failed.
    var unresolved: Int
    var unreachable: Int
    /// Signs of life counted in the latest round of probes.
    var signs: SignsOfLife
    /// A probe that fails had its connection accepted, and nothing came over it.
    var isAcceptedInSilence: Bool
}

extension Diagnosis {
    /// The first of these that holds, in this order, and why.
    ///
    /// 1. The watchdog distrusts itself, or no reference answers: `watchdog`.
    /// 2. Nothing is known of the guest, and a name is not resolved: `resolver`; or our own network refuses: `network_path`.
    /// 3. So much of the fleet is down that no guest is at fault: `network_path`.
    /// 4. The platform says another state than running: `powered_off`.
    /// 5. No proven probe fails: `unclear`.
    /// 6. Userland answers, or the kernel refuses connections because no process listens, while none is accepted and left in
    ///    silence: `service_failed`.
    /// 7. A probe is unknown, so that nobody can say what does not answer: `unclear`.
    /// 8. The kernel answers, and goes on accepting for a userland that says nothing: `guest_half_hung`.
    /// 9. Nothing answers: `guest_hung` while the platform runs it; without its word, `provider` where its API fails, else
    ///    `unclear`.
    static func of(_ symptoms: Symptoms) -> (diagnosis: Diagnosis, reasons: [String]) {
        if let distrust = symptoms.distrust { return (.watchdog, [distrust]) }
        if symptoms.isReferenceAnswering == false { return (.watchdog, ["no reference target answers"]) }
        if let path = path(symptoms) { return path }
        if let state = symptoms.powerState, state != .running, state != .unknown {
            return (.poweredOff, ["the platform says \(state.rawValue)"])
        }
        guard symptoms.down > 0 else { return (.unclear, ["no proven probe fails"]) }
        return guest(symptoms)
    }

    private static func path(_ symptoms: Symptoms) -> (Diagnosis, [String])? {
        let nothingElse = symptoms.up == 0 && symptoms.down == 0
        if symptoms.unresolved > 0, nothingElse { return (.resolver, ["its name is not resolved"]) }
        if symptoms.unreachable > 0, nothingElse { return (.networkPath, ["our own network does not reach it"]) }
        guard symptoms.unresponsive >= symptoms.stormThreshold else { return nil }
        let counted = "\(symptoms.unresponsive) targets fail at once, a storm from \(symptoms.stormThreshold)"
        return (.networkPath, [counted])
    }

    private static func guest(_ symptoms: Symptoms) -> (Diagnosis, [String]) {
        let failing = "\(symptoms.down) of \(symptoms.up + symptoms.down + symptoms.unknown) probes fail"
        if !symptoms.signs.isDisjoint(with: .userland) { return (.serviceFailed, [failing, "userland answers"]) }
        if symptoms.signs.contains(.reset), !symptoms.isAcceptedInSilence {
            return (.serviceFailed, [failing, "the kernel refuses connections: no process listens"])
        }
        guard symptoms.unknown == 0 else { return (.unclear, [failing, "\(symptoms.unknown) are unknown"]) }
        guard symptoms.signs.isEmpty else {
            return (
                .guestHalfHung, [failing, "only the kernel answers: \(symptoms.signs.names.joined(separator: ", "))"]
            )
        }
        if symptoms.powerState == .running {
            return (.guestHung, [failing, "nothing answers", "the platform runs it"])
        }
        return symptoms.isProviderFailing
            ? (.provider, [failing, "the provider's API fails, so that a hang can't be told from a shutdown"])
            : (.unclear, [failing, "the platform has not said whether it runs"])
    }
}

extension SignsOfLife {
    /// What takes a process that still runs.
    static let userland: SignsOfLife = [.tls, .http, .banner, .agent]
}

extension Engine {
    func diagnosis(of index: Int) -> Diagnosis { diagnose(index).diagnosis }

    func diagnose(_ index: Int) -> (diagnosis: Diagnosis, reasons: [String]) {
        Diagnosis.of(symptoms(of: index))
    }

    private func symptoms(of index: Int) -> Symptoms {
        let state = targets[index]
        let direct = state.directProbes.map { state.probes[$0] }.filter(\.isProven)
        let states = direct.map { $0.state(at: now) }
        let unknowns = zip(direct, states).filter { $1 == .unknown }.compactMap { $0.0.latest?.result.reason?.code }
        return Symptoms(
            distrust: health.distrust(at: now),
            isReferenceAnswering: isReferenceAnswering,
            unresponsive: tally.unresponsive + (state.isSilenced || tally.counts(index) ? 0 : 1),
            stormThreshold: Facts.FleetFacts.stormThreshold(size: targets.count, storm: policy.limits.storm),
            powerState: freshPowerState(of: index),
            isProviderFailing: isListingFailing,
            up: states.count { $0 == .up },
            down: states.count { $0 == .down },
            unknown: states.count { $0 == .unknown },
            unresolved: unknowns.count { $0 == .resolutionFailed },
            unreachable: unknowns.count { $0 == .networkUnreachable },
            signs: latestSigns(of: index),
            isAcceptedInSilence: freshSigns(of: index).contains { $0.state == .down && $0.signs.contains(.synAck) }
        )
    }

    private var isReferenceAnswering: Bool? {
        let states = references.map { $0.state(at: now) }
        if states.contains(.up) { return true }
        return states.isEmpty || states.contains(.unknown) ? nil : false
    }

    /// After a fresh burst: what is seen now may tell more than what was seen when the incident opened, and a person reads it.
    mutating func noteDiagnosis(of index: Int) {
        let (diagnosis, reasons) = diagnose(index)
        guard let before = targets[index].incident?.record.diagnosis, diagnosis != before, diagnosis != .unclear else {
            return
        }
        targets[index].incident?.record.diagnosis = diagnosis
        if let record = targets[index].incident?.record { keep(.incident(record)) }
        let why = reasons.joined(separator: ", ")
        note(target: index, "diagnosis: \(diagnosis.words), no longer \(before.words): \(why)")
    }

    /// Of the latest result of each probe that is fresh, those from an own address.
    private func latestSigns(of index: Int) -> SignsOfLife {
        freshSigns(of: index).reduce(into: []) { $0.formUnion($1.signs) }
    }

    private func freshSigns(of index: Int) -> [(state: Expression.ProbeState, signs: SignsOfLife)] {
        targets[index].probes.compactMap { track in
            guard let latest = track.latest, now - latest.startedAt <= track.maxAge else { return nil }
            return (track.state(at: now), countedSigns(of: latest, target: index))
        }
    }
}
