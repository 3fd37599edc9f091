import Glibc

/// How often a randomised test tries: as often as it does in every run, times `DEFIB_FUZZ_ROUNDS` where that is set
/// (`make fuzz`). The seed is fixed, so that more rounds go on where fewer end.
enum FuzzRounds {
    static func times(_ usual: Int) -> Int {
        usual * max(1, getenv("DEFIB_FUZZ_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 1)
    }
}
