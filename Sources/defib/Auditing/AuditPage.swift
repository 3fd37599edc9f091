import Engine
import Journal

/// What an audit found, for people.
struct AuditPage {
    let report: AuditReport
    let head: ChainHead?

    func print(to console: Console) {
        chain(console)
        if let comparison = report.head, let head { tell(comparison, head, console) }
        evidence(console)
    }

    private func chain(_ console: Console) {
        switch report.chain {
        case .intact(let count, let head):
            console.line(Styled("\(counted(count, "decision"))") + Styled(", the chain is whole", .good) + ".")
            console.line(Styled("head \(head)", .faint))
        case .broken(let decision):
            console.paragraph(
                Styled("The chain is broken at decision \(decision)", .bad)
                    + Styled(": this row, or the one before it, was changed or taken out after it was written.")
            )
        }
    }

    private func tell(_ comparison: HeadComparison, _ head: ChainHead, _ console: Console) {
        switch comparison {
        case .same: console.line(Styled("Decision \(head.decision) is the one that was notified", .good) + ".")
        case .other:
            console.paragraph(
                Styled("Decision \(head.decision) is another one than was notified", .bad)
                    + Styled(": the journal was rewritten up to there, or is another one.")
            )
        case .missing:
            console.paragraph(
                Styled("Decision \(head.decision) is not there", .bad)
                    + Styled(": rows were taken off the journal's end, or it is another one.")
            )
        case .notKept:
            console.paragraph(
                Styled("Decision \(head.decision) is no longer kept: nothing can be said of it.", .doubtful)
            )
        }
    }

    private func evidence(_ console: Console) {
        let actions = counted(report.examined, "power action")
        if report.objections.isEmpty {
            console.line(Styled("\(actions) examined anew") + Styled(", the evidence bears each", .good) + ".")
        } else {
            console.line(Styled("\(actions) examined anew; not borne by their evidence:"))
            for objection in report.objections {
                let decision = objection.decision
                console.paragraph(
                    Styled("decision \(decision.id), \(decision.action ?? "") of \(decision.name)", .bad)
                        + Styled(" at \(decision.at): \(objection.words)"),
                    indent: 2
                )
            }
        }
        if report.unsealed > 0 {
            console.paragraph(Styled("\(counted(report.unsealed, "power action")) without sealed evidence.", .doubtful))
        }
    }
}

/// The same for programs.
struct AuditView: Encodable {
    struct ObjectionView: Encodable {
        var decision: Int64
        var target: String
        var action: String?
        var at: String
        var words: String
    }

    var isFine: Bool
    var decisions: Int?
    var head: String?
    /// The first decision at which the chain does not hold.
    var brokenAt: Int64?
    /// `same other missing notKept`, where a head was given.
    var notified: String?
    var examined: Int
    var unsealed: Int
    var objections: [ObjectionView]

    init(_ report: AuditReport) {
        isFine = report.isFine
        switch report.chain {
        case .intact(let count, let head):
            decisions = count
            self.head = head.description
        case .broken(let decision): brokenAt = decision
        }
        notified = report.head.map { "\($0)" }
        examined = report.examined
        unsealed = report.unsealed
        objections = report.objections.map {
            ObjectionView(
                decision: $0.decision.id,
                target: $0.decision.name,
                action: $0.decision.action,
                at: $0.decision.at.description,
                words: $0.words
            )
        }
    }
}
