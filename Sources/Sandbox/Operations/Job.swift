import FoundationEssentials

/// One power action on its way.
struct Job: Sendable {
    enum State: Hashable, Sendable {
        case queued, inProgress, completed, failed
    }

    let id: String
    let guest: GuestDescription
    let verb: PowerVerb
    let course: JobCourse?
    let created: Date
    var state = State.queued
    var finished: Date?
    /// Whether the guest is still busy with it: shown in `pendingTasks`, and a second action is refused meanwhile.
    var isUnderWay = true

    init(_ verb: PowerVerb, on guest: GuestDescription, course: JobCourse?) {
        id = Identifiers.make("job_")
        self.guest = guest
        self.verb = verb
        self.course = course
        created = Date.now
    }

    /// The word of v2's operations.
    var status: String {
        switch state {
        case .queued: "queued"
        case .inProgress: "in_progress"
        case .completed: "completed"
        case .failed: "failed"
        }
    }

    var pollUrl: String { "/api/jobs/\(id)" }

    /// What a power action answers.
    var operation: JSON {
        ["operation": ["status": .string(status), "jobId": .string(id), "pollUrl": .string(pollUrl), "result": .null]]
    }

    /// An element of `pendingTasks`.
    var task: JSON {
        ["type": .string(verb.rawValue), "status": .string(status), "jobId": .string(id)]
    }

    /// `data` of v1's envelope.
    var details: JSON {
        let details: JSON = [
            "jobId": .string(id), "queueType": "vps-power", "type": .string(verb.rawValue),
            "state": .string(queueState), "status": .string(status), "progress": .int(progress),
            "progressDetails": [:], "result": state == .completed ? ["success": true] : .null,
            "isCompleted": .bool(state == .completed), "isFailed": .bool(state == .failed),
            "isRunning": .bool(state == .inProgress), "isWaiting": .bool(state == .queued),
            "createdAt": .string(Identifiers.time(created)),
            "finishedAt": finished.map { .string(Identifiers.time($0)) } ?? .null, "vmId": .int(guest.vmid),
        ]
        guard course == .contradicts, state == .completed else { return details }
        return details.merging(["status": "failed", "isFailed": true])
    }

    /// The word of the queue behind the API.
    private var queueState: String {
        switch state {
        case .queued: "waiting"
        case .inProgress: "active"
        case .completed: "completed"
        case .failed: "failed"
        }
    }

    private var progress: Int {
        switch state {
        case .queued: 0
        case .inProgress: 50
        case .completed, .failed: 100
        }
    }
}
