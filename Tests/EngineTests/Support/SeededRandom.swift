import Glibc

/// SplitMix64: the same numbers from the same seed, so that a failure can be repeated.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: items.indices, using: &self)] }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// How often a randomised test tries: as often as it does in every run, times `DEFIB_FUZZ_ROUNDS` where that is set
/// (`make fuzz`).
enum FuzzRounds {
    static func times(_ usual: Int) -> Int {
        usual * max(1, getenv("DEFIB_FUZZ_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 1)
    }
}
