import Engine
import Synchronization

/// Carries the agent probes from the scheduler's thread over to tasks, since the provider's client is asynchronous.
///
/// `run()` belongs into the daemon's tree of services; a probe started while it does not run is unknown.
public final class AgentProber: Sendable {
    private let asker: any AgentAsker
    private let questions: AsyncStream<Question>
    private let intake: AsyncStream<Question>.Continuation

    struct Question: Sendable {
        let check: AgentCheck
        let vps: VPSID
        let vmid: Int?
        let timeout: TimeSpan
        let completion: @Sendable (Finding) -> Void
    }

    private static let limit = 1_024

    public init(asker: any AgentAsker) {
        self.asker = asker
        (questions, intake) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(AgentProber.limit))
    }

    /// Answers questions until cancelled. Once only.
    public func run() async {
        await withDiscardingTaskGroup { group in
            for await question in questions {
                group.addTask { [self] in question.completion(await answer(question)) }
            }
            group.cancelAll()
        }
    }

    func ask(_ question: Question) {
        switch intake.yield(question) {
        case .enqueued:
            break
        case .dropped(let dropped):
            dropped.completion(Finding(.unknown(Reason(.internalFault, "too many agents are being asked"))))
        case .terminated:
            question.completion(.shutDown)
        @unknown default:
            question.completion(.shutDown)
        }
    }

    /// Asks, and gives up at the timeout, which is the provider's fault and not the guest's.
    func answer(_ question: Question) async -> Finding {
        await withTaskGroup(of: Finding.self) { [asker] group in
            group.addTask { await AgentProber.finding(question, asker) }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(question.timeout.milliseconds))
                return Finding(
                    .unknown(Reason(.providerUnavailable, "no answer from the provider within \(question.timeout)"))
                )
            }
            defer { group.cancelAll() }
            return await group.next() ?? .shutDown
        }
    }

    private static func finding(_ question: Question, _ asker: any AgentAsker) async -> Finding {
        let startedAt = Nanoseconds.now()
        var finding: Finding
        if let command = question.check.command {
            let outcome = await asker.run(
                command: command,
                vps: question.vps,
                vmid: question.vmid,
                timeout: question.timeout
            )
            finding = .agent(outcome)
        } else if question.check.readsBootID {
            let outcome = await asker.run(
                command: Finding.bootIDCommand,
                vps: question.vps,
                vmid: question.vmid,
                timeout: question.timeout
            )
            finding = .bootID(outcome)
        } else {
            finding = .agent(await asker.isAvailable(vps: question.vps))
        }
        finding.measures.duration = Nanoseconds.now().microseconds(since: startedAt)
        return finding
    }
}

/// A probe carried out by asking a guest's agent.
struct AgentProbe: ReadyProbe {
    let check: AgentCheck
    let vps: VPSID
    let vmid: Int?
    let timeout: TimeSpan
    let prober: AgentProber

    func start(in batch: inout StartBatch, _ completion: @escaping @Sendable (Finding) -> Void) {
        prober.ask(
            AgentProber.Question(check: check, vps: vps, vmid: vmid, timeout: timeout, completion: completion)
        )
    }
}
