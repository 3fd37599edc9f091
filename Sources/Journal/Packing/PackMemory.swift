internal import Engine

/// What is remembered from one observation of a probe to its next, the same while packing and while unpacking: only what
/// differs from the expected is written.
struct PackMemory: Sendable {
    /// Probes at the same position in their targets, numbered as they first came: a schedule starts them in one order, round
    /// after round.
    struct Line: Sendable {
        let key: LineKey
        var probes: [ProbeMemory] = []
        /// By the owner's index. For look-ups only.
        var numbers: [Int: Int] = [:]
        /// The number of the one that came last.
        var latest = -1
        /// The owner of the one that was new last.
        var latestOwner = -1

        mutating func add(owner: Int) {
            numbers[owner] = probes.count
            probes.append(ProbeMemory(owner: owner))
            latestOwner = owner
        }
    }

    struct LineKey: Hashable, Sendable {
        var isReference: Bool
        var probe: Int
        var epoch: UInt32

        init(isReference: Bool, probe: Int, epoch: UInt32) {
            self.isReference = isReference
            self.probe = probe
            self.epoch = epoch
        }

        init(_ address: ProbeAddress) {
            probe = address.probe
            epoch = address.epoch
            switch address.owner {
            case .target: isReference = false
            case .reference: isReference = true
            }
        }

        func address(owner: Int) -> ProbeAddress {
            ProbeAddress(owner: isReference ? .reference(owner) : .target(owner), probe: probe, epoch: epoch)
        }
    }

    /// Of the last step in the row that was packed last.
    var lastOrdinal: UInt64 = 0
    var lines: [Line] = []
    var lineNumbers: [LineKey: Int] = [:]
    var shapes: [ObservationShape] = []
    var shapeNumbers: [ObservationShape: Int] = [:]

    mutating func add(line key: LineKey) {
        lineNumbers[key] = lines.count
        lines.append(Line(key: key))
    }

    mutating func add(shape: ObservationShape) {
        shapeNumbers[shape] = shapes.count
        shapes.append(shape)
    }
}

/// The latest of one probe, and what its numbers are like.
struct ProbeMemory: Sendable {
    let owner: Int
    /// Nil before the first.
    var start: Timestamp?
    /// From one start to the next, in whole seconds (in ms); 0 while unknown.
    var interval: Int64 = 0
    var shape = -1
    /// The latest that answered.
    var remote: IPAddress?
    /// Sixteen times the running mean of each number, in the order of `Numbers`.
    private var means = SIMD8<Int64>()

    init(owner: Int) {
        self.owner = owner
    }

    /// When the next start is expected.
    func nextStart(at now: Timestamp) -> Timestamp { start.map { $0 + TimeSpan(milliseconds: interval) } ?? now }

    mutating func note(start: Timestamp) {
        defer { self.start = start }
        guard let before = self.start else { return }
        let passed = start.milliseconds &- before.milliseconds
        guard interval == 0 || (passed &- interval).magnitude > 500, passed > 0 else { return }
        interval = (passed &+ 500) / 1_000 &* 1_000
    }

    func expected(_ number: Int) -> Int64 { means[number] >> 4 }

    /// An eighth of what is new: of measured round trips this leaves 5 % less to write than the latest value would.
    mutating func note(_ value: Int64, as number: Int) {
        let off = value &- expected(number)
        means[number] = means[number] == 0 ? value &<< 4 : means[number] &+ off &<< 1
    }
}
