import Configuration
import Engine
import HostUp
import Logging
import Probes
import Synchronization

/// Looks through the account's listings for VPSs that the configuration does not name, and tells the engine what it makes
/// of them. Who arrives, stays and goes is the engine's to say.
///
/// What has not changed since the listing before is compared and no more, so that an account of thousands costs little.
final class Discoverer: Sendable {
    private let queue: EventQueue
    private let log: Logger
    private let state: Mutex<State>

    fileprivate struct State {
        var settings: DiscoverySettings?
        var configured: [Target]
        var refresh: TimeSpan
        /// When the listing was begun that was last looked through.
        var lastAt: Timestamp?
        /// Every VPS that was ever listed, for the sake of those the engine still keeps.
        var known: [VPSID: Known] = [:]
        var latest: [Discovered] = []
    }

    fileprivate struct Known {
        /// As it came; nil where an earlier life has listed it.
        var details: ListedDetails?
        var meta: [Label]
        /// Nil where it is not wanted, or can't be watched.
        var target: Target?
        /// Why it can't be watched.
        var hindrance: String?
    }

    /// - Parameter recovered: what an earlier life has found.
    init(_ settings: Settings, recovered: [DiscoveryRecord], queue: EventQueue, log: Logger) {
        self.queue = queue
        self.log = log
        var state = State(settings)
        for record in recovered { state.known[record.vps] = Known(meta: record.meta) }
        state.makeAll()
        self.state = Mutex(state)
    }

    /// The policy of the present settings, with what they make of every VPS that was ever listed.
    func policy(_ settings: Settings) -> Policy {
        state.withLock { $0.policy(settings) }
    }

    /// Takes in changed settings and hands on their policy before any listing is seen with them.
    func adopt(_ settings: Settings, _ post: (Policy) -> Void) {
        state.withLock { state in
            state.adopt(settings)
            post(state.policy(settings))
        }
    }

    /// Looks through a listing, where it is time.
    func take(_ listing: Listing, startedAt: Timestamp) {
        state.withLock { state in
            guard state.isDue(at: startedAt) else { return }
            state.lastAt = startedAt
            for line in state.take(listing) { log.warning("\(line)") }
            queue.post(
                .fleetListed(
                    FleetListing(found: state.latest, startedAt: startedAt, incompleteness: listing.shortcoming)
                )
            )
        }
    }
}

extension Discoverer.State {
    fileprivate init(_ settings: Settings) {
        self.settings = settings.loaded.discovery
        configured = settings.policy.targets
        refresh = settings.loaded.discovery?.refresh ?? .zero
    }

    fileprivate mutating func adopt(_ settings: Settings) {
        var fresh = Discoverer.State(settings)
        fresh.known = known
        fresh.makeAll()
        self = fresh
    }

    /// Sweeps are not exact: one that is nearly due is taken for it.
    fileprivate func isDue(at time: Timestamp) -> Bool {
        guard settings != nil else { return false }
        guard let lastAt else { return true }
        return time - lastAt >= refresh - min(.seconds(1), TimeSpan(milliseconds: refresh.milliseconds / 10))
    }

    fileprivate func policy(_ settings: Settings) -> Policy {
        var policy = settings.policy
        policy.discovery?.found = named(known.keys.sorted { $0.text < $1.text })
        return policy
    }

    fileprivate mutating func makeAll() {
        guard let settings else { return }
        var making = TargetMaking(settings)
        let own = LocalAddresses.current()
        for vps in known.keys.sorted(by: { $0.text < $1.text }) { make(vps, &making, own) }
    }

    /// Returns what people should know.
    fileprivate mutating func take(_ listing: Listing) -> [String] {
        guard let settings else { return [] }
        var making = TargetMaking(settings)
        let own = LocalAddresses.current()
        var lines: [String] = []
        for (reading, details) in zip(listing.readings, listing.details) {
            let before = known[reading.id]
            guard before?.details != details else { continue }
            known[reading.id] = Discoverer.Known(details: details, meta: details.meta(keepingAddressOf: before?.meta))
            make(reading.id, &making, own)
            if let why = known[reading.id]?.hindrance, why != before?.hindrance {
                lines.append("\(reading.name) (\(reading.id)) is in the account and can't be watched: \(why)")
            }
        }
        let found = named(listing.readings.map(\.id))
        if found != latest { latest = found }
        return lines
    }

    private mutating func make(_ vps: VPSID, _ making: inout TargetMaking, _ own: [IPAddress]) {
        guard var entry = known[vps] else { return }
        entry.target = nil
        entry.hindrance = nil
        switch making.make(vps, entry.meta) {
        case .target(var target):
            target.isThisMachine = target.isOn(own)
            entry.target = target
        case .unwanted: break
        case .impossible(let why): entry.hindrance = why
        }
        known[vps] = entry
    }

    private func named(_ order: [VPSID]) -> [Discovered] {
        let made = order.compactMap { vps in known[vps].flatMap { entry in entry.target.map { ($0, entry.meta) } } }
        return zip(made.map(\.0).namedApart(from: configured), made).map { Discovered(target: $0, meta: $1.1) }
    }
}

extension Listing {
    /// Why a VPS may be missing from it though the account has it.
    var shortcoming: String? {
        incompleteness ?? (skipped > 0 ? "\(skipped) entries had no usable id" : nil)
    }
}

extension ListedDetails {
    /// An address that is left out once is not lost: the VPS goes on being watched where it was.
    fileprivate func meta(keepingAddressOf before: [Label]?) -> [Label] {
        let now = meta
        guard !now.contains(where: { $0.name == DiscoveryLabels.primaryIP }),
            let kept = before?.first(where: { $0.name == DiscoveryLabels.primaryIP })
        else { return now }
        return now + [kept]
    }
}

extension Target {
    /// Whether one of these addresses, loopback apart, is its own.
    func isOn(_ addresses: [IPAddress]) -> Bool {
        literalAddresses.contains { !$0.isLoopback && addresses.contains($0) }
    }
}
