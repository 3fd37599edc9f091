/// What is known of a guest's boots: when the last one began, and how long earlier ones took.
struct BootLog: Sendable {
    /// Fewer than these tell nothing of a guest's own pace.
    static let enoughSamples = 5

    /// Oldest first.
    private(set) var boots: [BootRecord] = []

    init(_ boots: [BootRecord] = []) {
        self.boots = boots
    }

    /// Takes in a boot; one that was known already is replaced by what is now known of it.
    mutating func take(_ boot: BootRecord) {
        boots.removeAll { $0.began == boot.began }
        boots.append(boot)
        boots.sort { $0.began < $1.began }
        if boots.count > Recovered.bootsKept { boots.removeFirst() }
    }

    var latest: Timestamp? { boots.last?.began }

    /// The last boot that the provider's own words show, whoever caused it.
    var latestSeen: Timestamp? { boots.last { $0.cause != .action }?.began }

    var samples: [TimeSpan] { boots.compactMap(\.took) }

    /// The 95th percentile by the nearest rank, within the bounds; nil with too few samples.
    static func grace(of samples: [TimeSpan], within bounds: BootGrace) -> TimeSpan? {
        guard samples.count >= enoughSamples else { return nil }
        let rank = (samples.count * 95 + 99) / 100
        return min(max(samples.sorted()[rank - 1], bounds.min), bounds.max)
    }
}

/// Numbers by which a reboot of the guest shows in what the provider and the agent tell.
struct BootMarks: Sendable {
    /// The guest's uptime as last read, and when that was.
    private(set) var uptime: (seconds: Int64, at: Timestamp)?
    /// The fingerprint of the guest's boot id, as its agent last told it.
    private(set) var bootID: UInt64?
    /// When it was first told.
    private(set) var bootIDSince: Timestamp = .distantPast

    /// Clocks of provider and guest differ, and readings take time.
    private static let tolerance: Int64 = 5

    /// Takes in a reading; returns when the guest booted if its uptime fell since the one before.
    ///
    /// Only a fall proves anything: an uptime may be the hypervisor's, which goes on through a reset.
    mutating func take(uptime seconds: Int64, at now: Timestamp) -> Timestamp? {
        defer { uptime = (seconds, now) }
        guard let before = uptime, seconds + BootMarks.tolerance < before.seconds else { return nil }
        return now - .seconds(max(0, seconds))
    }

    /// Takes in a boot id; returns whether it is another than before.
    mutating func take(bootID id: UInt64, at time: Timestamp) -> Bool {
        guard bootID != id else { return false }
        defer { (bootID, bootIDSince) = (id, time) }
        return bootID != nil
    }
}
