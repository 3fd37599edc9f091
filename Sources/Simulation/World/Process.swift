internal import Engine

/// The watchdog's process: one life of the engine, its unsynced writes, and the disk that outlives it.
struct Process {
    /// At which point of a step that reaches outward it dies.
    enum Death: Int {
        case beforeDisk, afterDisk, afterEffect
    }

    var engine: Engine
    var life = 0
    var isAlive = false
    var epoch: UInt32 = 0
    /// What a crash loses.
    var unsynced: [Record] = []
    /// What it does not.
    var disk = RecordFold()
    var isFlushDue = false
    /// Armed by a fault: the next step that reaches outward, or sends an action, is its last.
    var death: (Death, inActionOnly: Bool)?
    /// How long it was dead, over all deaths.
    var asleep = TimeSpan.zero
    /// Since the last measurement.
    var dropped = 0
    var jump = TimeSpan.zero
    let isRecorded: Bool
    var recording = Recording()

    init(policy: Policy, now: Timestamp, isRecorded: Bool) {
        engine = Engine(policy: policy, now: now)
        self.isRecorded = isRecorded
    }
}

/// One life, as it could be replayed: what the engine began with, every event, and the effects of each.
struct Recording {
    var policy: Policy?
    var recovered = Recovered()
    var beganAt = Timestamp.distantPast
    var steps: [(event: Event, at: Timestamp)] = []
    /// By step, where there were any.
    var effects: [(step: Int, effects: [Effect])] = []

    /// Steps a fresh engine through it; the first step whose effects differ, in words.
    func difference() -> String? {
        guard let policy else { return nil }
        var engine = Engine(policy: policy, recovered: recovered, now: beganAt)
        var position = 0
        for (index, step) in steps.enumerated() {
            let effects = engine.step(step.event, now: step.at)
            let was = position < self.effects.count && self.effects[position].step == index
            if was { position += 1 }
            let expected = was ? self.effects[position - 1].effects : []
            guard effects == expected else { return "step \(index) at \(step.at): \(step.event)" }
        }
        return nil
    }
}
