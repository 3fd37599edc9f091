import Daemon
import Engine

extension ExactReplay.Outcome {
    var isFine: Bool { difference == nil && steps > 0 }
}

/// Whether recorded history came out again, for people.
struct ReproductionPage {
    let outcome: ExactReplay.Outcome

    func print(to console: Console) {
        for gap in outcome.gaps {
            console.paragraph(Styled("Not played", .doubtful) + Styled(" from \(gap.at) on: \(gap.why)."))
        }
        guard let from = outcome.from, let to = outcome.to else {
            return console.paragraph(
                Styled("Nothing to play.", .bad) + Styled(" The journal keeps no life of a daemon from its beginning.")
            )
        }
        console.line("\(outcome.steps) events of \(count(outcome.lives, "life", "lives")), \(from) to \(to).")
        if let difference = outcome.difference {
            tell(difference, to: console)
        } else {
            let words =
                "\(count(outcome.decisions, "decision")), \(count(outcome.actions, "action")) and "
                + "\(count(outcome.notifications, "notification"))"
            console.line(Styled(words) + Styled(" reproduced exactly", .good) + ".")
        }
    }

    private func tell(_ difference: ExactReplay.Difference, to console: Console) {
        console.line(Styled("The first difference", .bad) + Styled(" is at \(difference.at), \(difference.target):"))
        console.paragraph(Styled("the journal has  \(difference.recorded ?? "nothing")"), indent: 2)
        console.paragraph(Styled("the replay gives \(difference.replayed ?? "nothing")"), indent: 2)
    }

    private func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? "\(one)s")"
    }
}

/// The same for programs.
struct ReproductionView: Encodable {
    struct DifferenceView: Encodable {
        var at: String
        var target: String
        var recorded: String?
        var replayed: String?
    }

    struct GapView: Encodable {
        var at: String
        var why: String
    }

    var lives: Int
    var events: Int
    var decisions: Int
    var actions: Int
    var notifications: Int
    var from: String?
    var to: String?
    var isExact: Bool
    var difference: DifferenceView?
    var notPlayed: [GapView]

    init(_ outcome: ExactReplay.Outcome) {
        lives = outcome.lives
        events = outcome.steps
        decisions = outcome.decisions
        actions = outcome.actions
        notifications = outcome.notifications
        from = outcome.from?.description
        to = outcome.to?.description
        isExact = outcome.isFine
        difference = outcome.difference.map {
            DifferenceView(at: "\($0.at)", target: $0.target, recorded: $0.recorded, replayed: $0.replayed)
        }
        notPlayed = outcome.gaps.map { GapView(at: "\($0.at)", why: $0.why) }
    }
}
