import CCares
import Glibc

/// The resolver's thread: asks what there is to ask, and waits for answers.
final class ResolverWorker {
    private let desk: ResolverDesk
    private let servers: String?
    private var channel: AresChannel?
    private var settings: SettingsFile?
    private var outcomes: [(key: Int, outcome: NameOutcome)] = []

    /// Which /etc/resolv.conf it is.
    private struct SettingsFile: Equatable {
        let inode: UInt64
        let seconds: Int
        let nanoseconds: Int

        init() {
            var status = stat()
            _ = stat("/etc/resolv.conf", &status)
            inode = UInt64(status.st_ino)
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        }
    }

    init(desk: ResolverDesk, servers: String?) {
        self.desk = desk
        self.servers = servers
    }

    /// Works until closed.
    func run() {
        while true {
            let work = desk.turn(outcomes)
            outcomes = []
            for (waiter, answer) in work.told { waiter.completion(answer) }
            guard !work.isClosed else { return }
            ask(work.questions)
            wait(until: work.nextDue)
        }
    }

    private func ask(_ questions: [(key: Int, question: NameQuestion)]) {
        guard !questions.isEmpty else { return }
        openWhereChanged()
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

    /// c-ares reads /etc/resolv.conf when a channel is made: another file is another channel's. What the former has under way
    /// fails, and is asked again soon.
    private func openWhereChanged() {
        let current = SettingsFile()
        guard channel == nil || current != settings else { return }
        channel?.cancel()
        outcomes += channel?.takeOutcomes() ?? []
        settings = current
        channel = AresChannel(servers: servers)
    }
}
