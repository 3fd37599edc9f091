import Alerting
import Engine
import HostUp
import Logging
import Probes
import ServiceLifecycle
import Synchronization

/// Performs the engine's effects and brings back what became of each as an event. Every effect is one child task of one
/// group; whatever happens, exactly one event answers it.
final class EffectRunner: Service {
    /// Longer than any answer the provider has given, shorter than the engine's own patience with it.
    static let powerLimit = TimeSpan.seconds(30)
    static let readLimit = TimeSpan.seconds(20)
    static let sweepLimit = TimeSpan.seconds(60)

    private let parts: DaemonParts
    private let replies: Replies
    private let effects: AsyncStream<Effect>
    private let feed: AsyncStream<Effect>.Continuation
    private let isSweeping = Atomic(false)
    private let actionsUnderWay = Atomic(0)

    init(parts: DaemonParts, replies: Replies) {
        self.parts = parts
        self.replies = replies
        // Unbounded by itself, bounded by the engine: it asks for nothing twice before it was answered.
        (effects, feed) = AsyncStream.makeStream(of: Effect.self)
    }

    /// Takes an effect from the engine's thread; never blocks.
    func take(_ effect: Effect) {
        switch effect {
        case .record: break
        case .probeNow(let addresses): parts.scheduler.probeNow(addresses)
        case .planProbes(let policy, let epoch): parts.scheduler.update(ProbePlan(policy: policy, epoch: epoch))
        case .reply(let request, let reply): replies.resolve(request, with: reply)
        case .sendPower, .runExec:
            actionsUnderWay.add(1, ordering: .sequentiallyConsistent)
            feed.yield(effect)
        case .sweepPlatform, .inspect, .pollOperation, .deliver:
            feed.yield(effect)
        }
    }

    /// Power actions that were handed out and are not answered.
    var isActing: Bool { actionsUnderWay.load(ordering: .sequentiallyConsistent) > 0 }

    /// Ends gracefully last of all services: what is still under way then is cut off.
    func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await effect in effects {
                    group.addTask { await self.perform(effect) }
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.finish()
        }
    }

    func finish() { feed.finish() }

    private func perform(_ effect: Effect) async {
        switch effect {
        case .record, .probeNow, .planProbes, .reply: break
        case .sweepPlatform: await sweep()
        case .inspect(let request, let vps, let action):
            let result = await parts.provider.inspect(
                vps,
                wanting: action.map { [$0] } ?? [],
                within: EffectRunner.readLimit
            )
            parts.queue.post(.inspectionArrived(request: request, vps: vps, result))
        case .sendPower(let sealed):
            let (action, power, vps) = (sealed.action, sealed.power, sealed.vps)
            let outcome = await parts.provider.send(power, to: vps, within: EffectRunner.powerLimit)
            parts.log.notice("\(power.rawValue) of \(vps): \(outcome.words)", metadata: ["action": "\(action)"])
            parts.queue.post(.powerAnswered(action: action, outcome))
            actionsUnderWay.subtract(1, ordering: .sequentiallyConsistent)
        case .pollOperation(let action, let operation):
            let reading = await parts.provider.poll(operation, within: EffectRunner.readLimit)
            parts.queue.post(.operationPolled(action: action, reading))
        case .runExec(let action, let command, let vps, let vmid, let until):
            let outcome = await parts.provider.exec(command, in: vps, vmid: vmid, within: until - parts.clock.now())
            parts.queue.post(.execEnded(action: action, outcome))
            actionsUnderWay.subtract(1, ordering: .sequentiallyConsistent)
        case .deliver(let notification, let receiver):
            let outcome = await parts.receivers.deliver(notification, to: receiver)
            parts.meters.note(delivery: outcome, to: receiver)
            parts.heartbeat.note(delivery: outcome, to: receiver)
            if case .delivered = outcome {} else { parts.log.warning("receiver \(receiver): \(outcome.words)") }
            parts.queue.post(.deliveryEnded(notification: notification.id, receiver: receiver, outcome))
        }
    }

    /// One listing at a time, whoever asks.
    func sweep() async {
        guard !isSweeping.exchange(true, ordering: .sequentiallyConsistent) else { return }
        defer { isSweeping.store(false, ordering: .sequentiallyConsistent) }
        let startedAt = parts.clock.now()
        switch await parts.provider.list(within: EffectRunner.sweepLimit) {
        case .success(let listing):
            parts.meters.note(sweepSucceededAt: parts.clock.now())
            parts.heartbeat.noteListing()
            parts.queue.post(.platformListed(listing.readings, startedAt: startedAt))
            parts.discoverer.take(listing, startedAt: startedAt)
        case .failure(let failure):
            parts.log.warning("listing the account's VPSs: \(failure)")
            parts.queue.post(.platformListingFailed(failure, startedAt: startedAt))
        }
    }
}

extension PowerOutcome {
    var words: String {
        switch self {
        case .accepted(let operation, let requestID):
            "accepted" + (operation.map { ", job \($0.jobID)" } ?? "") + (requestID.map { ", request \($0)" } ?? "")
        case .rejected(let failure): "not taken: \(failure)"
        case .unknown(let failure): "outcome unknown: \(failure)"
        }
    }
}

extension DeliveryOutcome {
    var words: String {
        switch self {
        case .delivered: "delivered"
        case .failed(let why, _): "not delivered, to be tried again: \(why)"
        case .refused(let why): "refused for good: \(why)"
        }
    }
}
