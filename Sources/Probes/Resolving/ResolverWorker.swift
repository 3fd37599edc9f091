import CCares
import Glibc

/// The resolver's thread: asks what there is to ask, and waits for answers.
final class ResolverWorker {
    private let desk: ResolverDesk
    private let servers: String?
    private var channel: AresChannel?
    private var settingsChangedAt: Int?
    private var outcomes: [(key: Int, outcome: NameOutcome)] = []
    private var asked = 0

    init(desk: ResolverDesk, servers: String?) {
        self.desk = desk
        self.servers = servers
    }

    /// Works until closed.
    func run() {
        while true {
            let work = desk.turn(outcomes)
            asked -= outcomes.count
            outcomes = []
            for (waiter, answer) in work.told { waiter(answer) }
            guard !work.isClosed else { return }
            ask(work.questions)
            wait(until: work.nextDue)
        }
    }

    private func ask(_ questions: [(key: Int, question: NameQuestion)]) {
        guard !questions.isEmpty else { return }
        if asked == 0 { openWhereChanged() }
        asked += questions.count
        for (key, question) in questions {
            if let channel {
                channel.ask(question, key: key)
            } else {
                outcomes.append((key, .failed("no resolver could be set up")))
            }
        }
    }

    /// What is known at once, as from /etc/hosts, waits for nothing.
    private func wait(until due: Nanoseconds?) {
        outcomes += channel?.takeOutcomes() ?? []
        var time: Int32 = -1
        if let due { time = Int32(clamping: max(0, (due - .now()).count / 1_000_000 + 1)) }
        if !outcomes.isEmpty { time = 0 }
        if let channel {
            channel.wait(for: desk.doorbell, atMost: time)
            outcomes += channel.takeOutcomes()
        } else {
            desk.doorbell.wait(atMost: time)
        }
    }

    /// c-ares reads /etc/resolv.conf when a channel is made: another file is another channel's.
    private func openWhereChanged() {
        var status = stat()
        let changedAt = stat("/etc/resolv.conf", &status) == 0 ? status.st_mtim.tv_sec : 0
        guard channel == nil || changedAt != settingsChangedAt else { return }
        settingsChangedAt = changedAt
        channel = AresChannel(servers: servers)
    }
}
