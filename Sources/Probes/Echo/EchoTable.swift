import Engine

/// The rounds under way, each in a slot whose number its cookie carries: an answer finds its round without a search or a
/// hash, and memory for a round is there from the last one.
///
/// A cookie is 16 bits that are this loop's for as long as it lives, by which the kernel can sort out others' replies; 24
/// random bits; and the slot in 24. Who would forge an answer has those to guess, and the round's identifier and sequence.
struct EchoTable {
    /// The topmost 16 bits of each cookie.
    let tag: UInt16
    private(set) var count = 0
    /// By slot; nil where it is free.
    var rounds: [EchoRound?] = []
    private var free: [Int] = []
    private var memory: [[EchoRound.Fate]] = []
    /// The slot of the latest round of each identifier, for errors that quote no cookie.
    private var slotsByIdentifier: [UInt32]

    private static let slotBits = 24

    init(tag: UInt16) {
        self.tag = tag
        slotsByIdentifier = Array(repeating: 0, count: 1 << 16)
    }

    /// Returns the slot; nil where all are taken.
    mutating func begin(_ request: EchoRequest, at now: Nanoseconds, random: UInt64) -> Int? {
        guard let slot = free.popLast() ?? grow() else { return nil }
        let cookie = UInt64(tag) << 48 | (random >> 40) << UInt64(EchoTable.slotBits) | UInt64(slot)
        let round = EchoRound(
            request: request,
            startedAt: now,
            randomness: (cookie, UInt32(truncatingIfNeeded: random)),
            memory: memory.popLast() ?? []
        )
        slotsByIdentifier[Int(round.identifier)] = UInt32(slot)
        rounds[slot] = round
        count += 1
        return slot
    }

    private mutating func grow() -> Int? {
        guard rounds.count < 1 << EchoTable.slotBits else { return nil }
        rounds.append(nil)
        return rounds.count - 1
    }

    /// Where that round is, if it is still under way.
    func slot(of cookie: UInt64) -> Int? {
        let slot = Int(cookie & (1 << UInt64(EchoTable.slotBits) - 1))
        guard slot < rounds.count, rounds[slot]?.cookie == cookie else { return nil }
        return slot
    }

    /// The latest round of that identifier, where it waits for an answer from `target` to that sequence. One of two that
    /// drew the same identifier is missed by it, and ends at its timeout instead.
    func slot(of header: EchoPacket.Header, target: IPAddress) -> Int? {
        let slot = Int(slotsByIdentifier[Int(header.identifier)])
        guard slot < rounds.count, let round = rounds[slot], round.identifier == header.identifier,
            round.target == target, round.owns(sequence: header.sequence)
        else { return nil }
        return slot
    }

    mutating func end(_ slot: Int) {
        if let used = rounds[slot]?.takeMemory() { memory.append(used) }
        rounds[slot] = nil
        free.append(slot)
        count -= 1
    }

    /// In the order of their rounds.
    var requests: [EchoRequest] { rounds.compactMap { $0?.request } }
}
