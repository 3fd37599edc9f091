/// One place where the tree breaks a rule of the house.
struct Finding: CustomStringConvertible {
    var path: String
    /// Counted from 1; nil where the whole file is meant.
    var line: Int?
    var problem: String

    var description: String {
        "\(path)\(line.map { ":\($0)" } ?? ""): \(problem)"
    }
}

extension [Finding] {
    /// For a failing test: every place on a line of its own, and what to do about it.
    func report(remedy: String) -> String {
        map { "\n  \($0)" }.joined() + "\n  remedy: \(remedy)"
    }
}
