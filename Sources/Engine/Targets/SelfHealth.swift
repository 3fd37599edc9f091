/// How far the watchdog trusts itself: a bad measurement is held against it for a minute.
struct SelfHealth: Sendable {
    static let maxLoopLag = TimeSpan.seconds(1)
    static let maxScheduleLag = TimeSpan.seconds(5)
    static let maxClockJump = TimeSpan.seconds(2)
    static let memory = TimeSpan.seconds(60)

    private var distrustedUntil: Timestamp = .distantPast
    private var cause = ""
    private var measured: WatchdogHealth?
    private var measuredAt: Timestamp?
    private(set) var journalFault: String?
    private(set) var pauseFile = false
    /// The newest row of an earlier life: until the clock has passed it, windows and budgets can't be counted.
    private let newestRow: Timestamp

    init(newestRow: Timestamp?) {
        self.newestRow = newestRow ?? .distantPast
    }

    mutating func take(_ measured: WatchdogHealth, at now: Timestamp) {
        self.measured = measured
        measuredAt = now
        journalFault = measured.journalFault
        pauseFile = measured.pauseFile
        guard let fault = SelfHealth.fault(in: measured) else { return }
        cause = fault
        distrustedUntil = now + SelfHealth.memory
    }

    private static func fault(in measured: WatchdogHealth) -> String? {
        if measured.loopLag > maxLoopLag { return "the event loop lagged by \(measured.loopLag.brief)" }
        if measured.scheduleLag > maxScheduleLag { return "probes started \(measured.scheduleLag.brief) late" }
        if measured.droppedObservations > 0 { return "\(measured.droppedObservations) observations were dropped" }
        if measured.clockJump > maxClockJump || measured.clockJump < .zero - maxClockJump {
            return "the wall clock jumped by \(measured.clockJump.brief)"
        }
        return nil
    }

    var evidence: EvidenceBundle.HealthEvidence {
        EvidenceBundle.HealthEvidence(
            measured: measured,
            measuredAt: measuredAt,
            distrustedUntil: distrustedUntil,
            newestRow: newestRow
        )
    }

    /// Why the watchdog distrusts itself now; nil while it does not.
    func distrust(at now: Timestamp) -> String? {
        if let journalFault { return "the journal can't be written: \(journalFault)" }
        if now < newestRow { return "the clock is behind the journal's newest row (\(newestRow))" }
        if now < distrustedUntil { return cause }
        return nil
    }
}
