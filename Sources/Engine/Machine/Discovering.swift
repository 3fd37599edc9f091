/// News of the account that people are told once: the alert it makes in a receiver ends with the next listing.
struct FleetNews: Hashable, Sendable {
    var key: String
    var severity: String
    var summary: String
    var since: Timestamp
}

/// The account's VPSs that nobody wrote down: they arrive with a listing, and are retired once they have long been missing
/// from it.
extension Engine {
    /// Names that one message lists; the rest are counted.
    static let mostNamed = 20

    mutating func take(_ listing: FleetListing) {
        guard let discovery = policy.discovery else { return }
        let change = roster.take(listing, retireAfter: discovery.retireAfter)
        endNews()
        tellShortage()
        guard !change.isEmpty else { return }
        watch(policy, epoch: epoch &+ 1, because: "the VPS is gone from the account's listing")
        for found in change.arrived + change.redefined.map(\.to) { keepDiscovery(found) }
        for found in change.retired { keepDiscovery(found, isRetired: true) }
        tellArrived(unnamed(change.arrived))
        tellRedefined(change.redefined)
        tellRetired(unnamed(change.retired))
    }

    /// Without those that the configuration names as well: these are its targets, whatever the listing says.
    private func unnamed(_ found: [Discovered]) -> [Discovered] {
        let named = Set(configured.map(\.id))
        return found.filter { !named.contains($0.target.id) }
    }

    private mutating func keepDiscovery(_ found: Discovered, isRetired: Bool = false) {
        keep(.discovery(DiscoveryRecord(vps: found.target.id, meta: found.meta, isRetired: isRetired, at: now)))
    }

    // MARK: What is told

    private mutating func tellArrived(_ arrived: [Discovered]) {
        guard !arrived.isEmpty else { return }
        let armed = arrived.count { $0.target.mode == .armed }
        let mode = armed == 0 ? "observed only until armed" : "\(armed) armed by the configuration"
        tellNews("found", severity: "info", "found in the account and watched from now on, \(mode)", arrived)
    }

    private mutating func tellRetired(_ retired: [Discovered]) {
        guard !retired.isEmpty else { return }
        let line = "no longer watched: gone from the account's listing"
        tellNews("retired", severity: "warning", line, retired)
    }

    /// A reload is a person's doing: what it drops is written down, but alarms nobody.
    mutating func tellDropped(_ dropped: [Discovered]) {
        for found in dropped { keepDiscovery(found, isRetired: true) }
        let own = unnamed(dropped)
        guard !own.isEmpty else { return }
        note("discovered, and no longer selected by the configuration: \(Engine.names(of: own))")
    }

    /// Probes that ask elsewhere than before must prove themselves anew.
    private mutating func tellRedefined(_ redefined: [(from: Discovered, to: Discovered)]) {
        for (from, to) in redefined where from.target.probes != to.target.probes {
            guard let index = indexByVPS[to.target.id], targets[index].target.origin == .discovered else { continue }
            let addresses = [from, to].map { $0.target.literalAddresses.map(\.description).joined(separator: ", ") }
            let how = addresses[0] == addresses[1] ? "" : ": its address was \(addresses[0]) and is \(addresses[1])"
            note(target: index, "its probes are defined anew and have to prove themselves\(how)")
        }
    }

    /// - Parameter what: what was done, in a word that the alert's key holds too.
    private mutating func tellNews(_ what: String, severity: String, _ line: String, _ found: [Discovered]) {
        let count = found.count == 1 ? "a VPS" : "\(found.count) VPSs"
        let names = Engine.names(of: found)
        note("\(line): \(names)")
        let news = FleetNews(
            key: "defib/\(what)/\(now.milliseconds)",
            severity: severity,
            summary: "\(what) \(count): \(names)",
            since: now
        )
        fleetNews.append(news)
        tell(news, .firing, "\(names): \(line).")
    }

    private mutating func endNews() {
        for news in fleetNews { tell(news, .resolved, "") }
        fleetNews = []
    }

    private mutating func tell(_ news: FleetNews, _ status: Notification.Status, _ description: String) {
        let notification = Notification(
            id: numbering.nextNotification(),
            key: news.key,
            status: status,
            kind: .notice,
            severity: news.severity,
            vps: nil,
            name: "defib",
            summary: "Defib: \(news.summary)",
            description: description,
            startsAt: news.since,
            endsAt: status == .resolved ? now : nil
        )
        post(notification, to: policy.receivers(for: news.severity, target: nil, rule: nil))
    }

    private mutating func tellShortage() {
        let line = roster.shortage.map { shortage in
            "the account's listing lacks \(shortage.missing) of \(shortage.known) known VPSs at once; none of them is retired "
                + "unless it stays so for \(Roster.disbelief)"
        }
        setNotice("discovery", line, severity: "warning")
    }

    private static func names(of found: [Discovered]) -> String {
        let named = found.prefix(mostNamed).map(\.target.name).joined(separator: ", ")
        return found.count > mostNamed ? "\(named) and \(found.count - mostNamed) more" : named
    }
}
