internal import Engine

/// SplitMix64: small, seeded, and the same in every process. Each stream of chance in the world has one of its own, so that
/// what one part draws moves no other.
struct Random {
    private var state: UInt64

    init(_ seed: UInt64, stream: UInt64 = 0) {
        state = seed &+ stream &* 0x9E37_79B9_7F4A_7C15
        // Neighbouring seeds begin alike; a few rounds part them.
        _ = next()
        state ^= seed &* 0xD6E8_FEB8_6659_FD93
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// True in so many of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { percent > 0 && int(1...100) <= percent }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        precondition(!choices.isEmpty, "nothing to pick from")
        return choices[int(0...choices.count - 1)]
    }

    mutating func seconds(_ range: ClosedRange<Int>) -> TimeSpan {
        .milliseconds(Int64(int(range.lowerBound * 1_000...range.upperBound * 1_000)))
    }
}
