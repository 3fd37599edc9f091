internal import Engine

/// How often what goes wrong: the rates of a mix, and the episode that each kind of fault makes.
public struct Mix: Sendable {
    public let name: String
    /// What it stands for, in a paragraph.
    public let description: String
    let entries: [Entry]
    /// Something else goes wrong beside the fault, in so many percent of episodes.
    let companions: [(kind: Fault.Kind, percent: Int, size: Int)]

    struct Entry: Sendable {
        var kind: Fault.Kind
        /// Of one target in a year, or of the whole fleet for what befalls all.
        var perYear: Double
        /// How long it lasts; nil: until it is treated.
        var seconds: ClosedRange<Int>?
        /// Percent of those without a treatment that get well by themselves, in two to ten minutes.
        var selfHealing: Int
    }

    /// Targets in an episode's fleet.
    static let fleet = 10

    /// Hangs are a minority among the reasons for silence, as they are in life.
    public static let everyday = Mix(
        name: "everyday",
        description: """
            Per target and year: 2 hard hangs, 1 soft hang (the kernel answers), 3 crashed services, 3 cuts of its own network, \
            2 that its owner switches off for a while. Per fleet and year: 4 partitions of the watchdog, 2 of a region of \
            it, 4 spells of heavy loss, 1 dead resolver. One hang in ten heals by itself. In one episode of five a boot is \
            slow (up to seven minutes), in one of twenty it hangs; in one of ten the provider loses answers, in as many it \
            refuses for a while, and in one of twenty its readings fail.
            """,
        entries: [
            Entry(kind: .hang, perYear: 2, seconds: nil, selfHealing: 10),
            Entry(kind: .hangSoftly, perYear: 1, seconds: nil, selfHealing: 10),
            Entry(kind: .crashService, perYear: 3, seconds: 120...1_200, selfHealing: 0),
            Entry(kind: .cutOne, perYear: 3, seconds: 60...1_800, selfHealing: 0),
            Entry(kind: .switchOff, perYear: 2, seconds: 600...1_800, selfHealing: 0),
            Entry(kind: .partition, perYear: 4, seconds: 60...1_200, selfHealing: 0),
            Entry(kind: .partitionRegion, perYear: 2, seconds: 60...1_200, selfHealing: 0),
            Entry(kind: .loss, perYear: 4, seconds: 300...1_800, selfHealing: 0),
            Entry(kind: .resolver, perYear: 1, seconds: 60...1_200, selfHealing: 0),
        ],
        companions: [
            (.slowBoot, 20, 0), (.hangInBoot, 5, 0), (.losesAnswers, 10, 0), (.refuses, 10, 0), (.readingFails, 5, 0),
        ]
    )

    /// What the incumbents were made for.
    public static let onlyHangs = Mix(
        name: "only hangs",
        description: """
            Favours the incumbents: guests hang hard and stay so, two a target and year, and nothing else ever goes wrong. \
            The network loses nothing, the provider answers at once, every boot takes 8 to 50 seconds.
            """,
        entries: [Entry(kind: .hang, perYear: 2, seconds: nil, selfHealing: 0)],
        companions: []
    )
}

extension Mix {
    /// One episode: a healthy fleet for some minutes, then the fault, then an hour for whatever follows.
    func episode(_ entry: Entry, seed: UInt64) -> Plan {
        var random = Random(seed, stream: 7)
        var setup = Setup()
        setup.targets = Mix.fleet
        setup.regions = 2
        setup.hasAgent = true
        let guest = random.int(0...Mix.fleet - 1)
        let at = random.seconds(300...420)
        var lasts = entry.seconds.map { random.seconds($0) } ?? .zero
        if entry.seconds == nil, random.chance(entry.selfHealing) { lasts = random.seconds(120...600) }
        let size = entry.kind == .loss ? random.int(10...40) : random.int(0...9)
        var faults = [Fault(entry.kind, at: at, lasts: lasts, guest: entry.kind.isOfGuest ? guest : nil, size: size)]
        for companion in companions where random.chance(companion.percent) {
            let span = companion.kind.lasts ? random.seconds(120...900) : .zero
            let befalls = companion.kind.isOfGuest ? guest : nil
            faults.append(Fault(companion.kind, at: at, lasts: span, guest: befalls, size: companion.size))
        }
        return Plan(seed: seed, length: .minutes(75), setup: setup, faults: faults)
    }
}
