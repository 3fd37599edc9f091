import Simulation

/// A score as a row of the table.
enum ComparisonTable {
    static let heading = """
        | decision logic | wrongful actions | wrongful hard resets | resets in partitions | hangs never treated \
        | recovery, median | 99th percentile |
        |---|---|---|---|---|---|---|
        """

    static func row(of score: Score) -> String {
        let cells = [
            score.name, whole(score.wrongful), whole(score.wrongfulResets), whole(score.resetsInPartitions),
            score.hangs > 0 ? "\(whole(score.untreated * 100 / score.hangs)) %" : "–",
            seconds(score.recovery(within: 0.5)), seconds(score.recovery(within: 0.99)),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func whole(_ number: Double) -> String { String(Int(number + 0.5)) }
    private static func seconds(_ number: Double?) -> String { number.map { "\(whole($0)) s" } ?? "never" }
}
