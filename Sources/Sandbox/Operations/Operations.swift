import FoundationEssentials
import Logging
import Synchronization

/// The jobs there are, and how each runs its course.
final class Operations: Sendable {
    private struct State {
        var jobs: [String: Job] = [:]
        var order: [String] = []
    }

    private let state = Mutex(State())
    private let chores: Chores
    private let duration: Duration
    private let logger: Logger
    /// The oldest jobs are forgotten beyond this many.
    private static let limit = 10_000

    init(chores: Chores, duration: Duration, logger: Logger) {
        self.chores = chores
        self.duration = duration
        self.logger = logger
    }

    func job(_ id: String) -> Job? {
        state.withLock { $0.jobs[id] }
    }

    func underWay(on guest: GuestDescription) -> [Job] {
        state.withLock { state in
            state.jobs.values.filter { $0.isUnderWay && $0.guest.id == guest.id }
        }
    }

    /// Queues `verb`; nil where another action is still under way on this guest.
    func begin(_ verb: PowerVerb, on guest: any Guest, course: JobCourse?) -> Job? {
        let job = Job(verb, on: guest.description, course: course)
        let isFree = state.withLock { state in
            guard !state.jobs.values.contains(where: { $0.isUnderWay && $0.guest.id == job.guest.id }) else {
                return false
            }
            state.jobs[job.id] = job
            state.order.append(job.id)
            if state.order.count > Self.limit { state.jobs[state.order.removeFirst()] = nil }
            return true
        }
        guard isFree else { return nil }
        chores.add { await self.run(job, on: guest) }
        return job
    }

    /// A quarter of the time in the queue, a quarter before the guest feels it, the rest after.
    private func run(_ job: Job, on guest: any Guest) async {
        do {
            try await Task.sleep(for: duration / 4)
            change(job) { $0.state = .inProgress }
            try await Task.sleep(for: duration / 4)
            if job.acts { try await guest.perform(job.verb) }
            try await Task.sleep(for: duration / 2)
            finish(job)
        } catch is CancellationError {
            return
        } catch {
            logger.error("a power action could not be done", metadata: ["action": "\(job.verb)", "why": "\(error)"])
            change(job) { $0.end(as: .failed) }
        }
    }

    private func finish(_ job: Job) {
        change(job) { job in
            switch job.course {
            case nil, .idle, .contradicts: job.end(as: .completed)
            case .fails: job.end(as: .failed)
            case .neverEnds, .stuck: job.isUnderWay = false
            }
        }
    }

    private func change(_ job: Job, _ body: (inout Job) -> Void) {
        state.withLock { state in
            guard var known = state.jobs[job.id] else { return }
            body(&known)
            state.jobs[job.id] = known
        }
    }
}

extension Job {
    /// Whether the guest feels anything of it.
    fileprivate var acts: Bool {
        switch course {
        case nil, .neverEnds, .contradicts: true
        case .stuck, .fails, .idle: false
        }
    }

    fileprivate mutating func end(as state: State) {
        self.state = state
        finished = Date.now
        isUnderWay = false
    }
}
