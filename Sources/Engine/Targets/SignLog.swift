/// When each kind of sign of life was last seen from the target's own address.
struct SignLog: Sendable {
    /// By kind; before everything where it was not.
    private var seenAt = InlineArray<8, Timestamp>(repeating: .distantPast)
    /// The latest of all kinds.
    private(set) var latestAt: Timestamp?

    mutating func note(_ signs: SignsOfLife, at time: Timestamp) {
        latestAt = max(latestAt ?? time, time)
        for bit in 0..<8 where signs.rawValue >> UInt8(bit) & 1 == 1 {
            seenAt[bit] = max(seenAt[bit], time)
        }
    }

    /// Each kind that was seen, in the order of kinds.
    var all: [EvidenceBundle.SignEvidence] {
        (0..<8).filter { seenAt[$0] != .distantPast }.map { bit in
            EvidenceBundle.SignEvidence(sign: SignsOfLife(rawValue: 1 << UInt8(bit)), at: seenAt[bit])
        }
    }

    /// The latest of all kinds, and its time.
    var latest: (sign: SignsOfLife, at: Timestamp)? { latest(apartFrom: []) }

    /// The latest of the other kinds, and its time.
    func latest(apartFrom ignored: SignsOfLife) -> (sign: SignsOfLife, at: Timestamp)? {
        var found: (SignsOfLife, Timestamp)?
        for bit in 0..<8 where ignored.rawValue >> UInt8(bit) & 1 == 0 {
            guard seenAt[bit] > found?.1 ?? .distantPast else { continue }
            found = (SignsOfLife(rawValue: 1 << UInt8(bit)), seenAt[bit])
        }
        return found
    }
}
