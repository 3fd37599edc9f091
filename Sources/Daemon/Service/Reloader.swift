import Configuration
import Engine
import HostUp
import Journal
import Logging
import Probes
import ServiceLifecycle
import Synchronization
import Transfer
import UnixSignals

/// Takes in a changed configuration, on SIGHUP or by the control socket. One with errors changes nothing: the old one
/// goes on, and a log line, a metric and a notice say so.
final class Reloader: Service {
    private let path: String
    private let parts: DaemonParts
    private let journal: JournalReader
    private let state: Mutex<State>

    private struct State {
        var settings: Settings
        var epoch: UInt32 = 0
        /// What is wrong with the configuration on disk, which therefore is not the one in force.
        var fault: String?
    }

    init(path: String, settings: Settings, parts: DaemonParts, journal: JournalReader) {
        self.path = path
        self.parts = parts
        self.journal = journal
        state = Mutex(State(settings: settings))
    }

    var fault: String? { state.withLock { $0.fault } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in await UnixSignalsSequence(trapping: .sighup) {
                _ = self.reload()
            }
        }
    }

    /// What can't be changed while running is named in a warning. Returns the errors' text, or nil.
    func reload() -> String? {
        parts.manager.tellReloading()
        defer { parts.manager.tellReady("watching") }
        do throws(StartError) {
            try take(Settings.load(path: path))
            state.withLock { $0.fault = nil }
            parts.meters.note(reloadSucceeded: true, at: parts.clock.now())
            parts.queue.post(.noticeChanged(key: "configuration", line: nil))
            parts.log.notice("configuration reloaded")
            return nil
        } catch {
            state.withLock { $0.fault = error.firstLine }
            parts.meters.note(reloadSucceeded: false, at: parts.clock.now())
            parts.log.error("reload refused, the old configuration goes on:\n\(error)")
            let line = "a changed configuration was refused, the old one goes on: \(error.firstLine)"
            parts.queue.post(.noticeChanged(key: "configuration", line: line))
            return error.description
        }
    }

    private func take(_ settings: Settings) throws(StartError) {
        let (old, epoch) = state.withLock { state in
            defer {
                state.settings = settings
                state.epoch += 1
            }
            return (state.settings, state.epoch + 1)
        }
        for change in settings.needingRestart(since: old) {
            parts.log.warning("\(change) was changed: that takes effect at the next start")
        }
        for line in Arming.lines(settings.policy, since: old.policy, journal) { parts.log.notice("\(line)") }
        parts.receivers.replace(settings.receivers(through: parts.transfers, externalURL: parts.externalURL))
        parts.heartbeat.replace(settings.loaded.heartbeat)
        parts.pace.current = settings.policy.sweep
        parts.discoverer.adopt(settings) { parts.queue.post(.policyReloaded($0, epoch: epoch)) }
    }
}

extension Settings {
    /// Keys that a reload can't apply.
    fileprivate func needingRestart(since old: Settings) -> [String] {
        var changed: [String] = []
        if loaded.listen != old.loaded.listen { changed.append("listen") }
        if loaded.dataDirectory != old.loaded.dataDirectory { changed.append("data_dir") }
        if loaded.journal != old.loaded.journal { changed.append("journal") }
        if loaded.provider.baseURL != old.loaded.provider.baseURL { changed.append("provider.hostup.base_url") }
        if loaded.provider.credential != old.loaded.provider.credential { changed.append("provider.hostup.token_file") }
        return changed
    }
}

extension StartError {
    var firstLine: String {
        description.split(separator: "\n").first.map(String.init) ?? ""
    }
}
