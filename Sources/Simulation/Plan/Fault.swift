public import Engine

/// One thing that goes wrong, or that somebody does, at its time.
public struct Fault: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        // Guests
        case hang
        case hangSoftly = "hang_softly"
        case crashService = "crash_service"
        case crashLoop = "crash_loop"
        case slowBoot = "slow_boot"
        case hangInBoot = "hang_in_boot"
        case dieOnReboot = "die_on_reboot"
        case switchOff = "switch_off"
        // Networks
        case partition
        case partitionRegion = "partition_region"
        case cutOne = "cut_one"
        case unreachable
        case loss
        case latency
        case resolver
        case reference
        // The provider
        case listingFails = "listing_fails"
        case staleListing = "stale_listing"
        case unknownStates = "unknown_states"
        case readingFails = "reading_fails"
        case slowReadings = "slow_readings"
        case silentReadings = "silent_readings"
        case wrongID = "wrong_id"
        case pendingTasks = "pending_tasks"
        case noTasks = "no_tasks"
        case maintenance
        case noGates = "no_gates"
        case garbledGates = "garbled_gates"
        case deniesRestart = "denies_restart"
        case deniesAll = "denies_all"
        case suspended
        case saysRunning = "says_running"
        case refuses
        case rateLimits = "rate_limits"
        case losesAnswers = "loses_answers"
        case neverAnswers = "never_answers"
        case jobsStick = "jobs_stick"
        case jobsFail = "jobs_fail"
        case jobsVanish = "jobs_vanish"
        // The watchdog
        case crash
        case crashInAction = "crash_in_action"
        case fullDisk = "full_disk"
        case slowDisk = "slow_disk"
        case clockJump = "clock_jump"
        case lag
        case drops
        case reload
        case dropsTarget = "drops_target"
        // The operator
        case pause
        case pauseFile = "pause_file"
        case silence
        case close
        case power
        case panelPower = "panel_power"
        case unlatch
        case receiverDown = "receiver_down"
    }

    public var kind: Kind
    /// From the beginning.
    public var at: TimeSpan
    /// Zero: it happens once, or stays until somebody mends it.
    public var lasts: TimeSpan
    /// The index of the guest it befalls; nil for what befalls none, or all.
    public var guest: Int?
    /// Percent, seconds or a choice, as the kind has it.
    public var size: Int

    public init(_ kind: Kind, at: TimeSpan, lasts: TimeSpan = .zero, guest: Int? = nil, size: Int = 0) {
        self.kind = kind
        self.at = at
        self.lasts = lasts
        self.guest = guest
        self.size = size
    }
}

extension Fault: CustomStringConvertible {
    public var description: String {
        var text = kind.rawValue
        if let guest { text += " of vps-\(guest + 1)" }
        if lasts > .zero { text += " for \(lasts)" }
        return size == 0 ? text : "\(text) (\(size))"
    }
}

extension Fault.Kind {
    /// Whether it befalls one guest.
    var isOfGuest: Bool {
        switch self {
        case .hang, .hangSoftly, .crashService, .crashLoop, .slowBoot, .hangInBoot, .dieOnReboot, .switchOff, .cutOne,
            .silence, .close, .power, .panelPower, .dropsTarget:
            true
        case .partition, .partitionRegion, .unreachable, .loss, .latency, .resolver, .reference, .listingFails,
            .staleListing, .unknownStates, .readingFails, .slowReadings, .silentReadings, .wrongID, .pendingTasks,
            .noTasks, .maintenance, .noGates, .garbledGates, .deniesRestart, .deniesAll, .suspended, .saysRunning,
            .refuses, .rateLimits, .losesAnswers, .neverAnswers, .jobsStick, .jobsFail, .jobsVanish, .crash,
            .crashInAction, .fullDisk, .slowDisk, .clockJump, .lag, .drops, .reload, .pause, .pauseFile, .unlatch,
            .receiverDown:
            false
        }
    }

    /// Whether a plan may have it go on for a while.
    var lasts: Bool {
        switch self {
        case .crash, .crashInAction, .clockJump, .reload, .close, .power, .panelPower, .unlatch, .crashLoop, .slowBoot,
            .hangInBoot, .dieOnReboot, .switchOff:
            false
        case .hang, .hangSoftly, .crashService, .cutOne, .silence, .partition, .partitionRegion, .unreachable, .loss,
            .latency, .resolver, .reference, .listingFails, .staleListing, .unknownStates, .readingFails, .slowReadings,
            .silentReadings, .wrongID, .pendingTasks, .noTasks, .maintenance, .noGates, .garbledGates, .deniesRestart,
            .deniesAll, .suspended, .saysRunning, .refuses, .rateLimits, .losesAnswers, .neverAnswers, .jobsStick,
            .jobsFail, .jobsVanish, .fullDisk, .slowDisk, .lag, .drops, .dropsTarget, .pause, .pauseFile, .receiverDown:
            true
        }
    }
}
