import Checker
import Engine
import Journal

/// Everything that can be held against a journal: a chain that is broken, a head that is another one, an action whose
/// evidence does not bear it.
struct AuditReport {
    /// A power action that the checker would not have let pass.
    struct Objection {
        var decision: DecisionRecord
        var words: String
    }

    var chain: ChainAudit
    var head: HeadComparison?
    /// Power actions whose evidence was examined.
    var examined = 0
    /// Power actions of versions that sealed no evidence.
    var unsealed = 0
    var objections: [Objection] = []

    private static let rowsAtOnce = 200

    init(_ reader: JournalReader, head: ChainHead?) throws(JournalError) {
        chain = try reader.auditChain()
        self.head = try head.map { head throws(JournalError) in try reader.compare(head) }
        var last: Int64 = 0
        while true {
            let decisions = try reader.decisions(after: last, limit: AuditReport.rowsAtOnce)
            guard let newest = decisions.last else { return }
            for decision in decisions where decision.verdict == .act { examine(decision) }
            last = newest.id
        }
    }

    var isFine: Bool {
        guard case .intact = chain, objections.isEmpty else { return false }
        return switch head {
        case nil, .same, .notKept: true
        case .other, .missing: false
        }
    }

    /// A rung that runs a command seals nothing: it sends no power action.
    private mutating func examine(_ decision: DecisionRecord) {
        guard let power = decision.action.flatMap(PowerAction.init(rawValue:)) else { return }
        guard let bundle = decision.evidence?.bundle else {
            unsealed += 1
            return
        }
        examined += 1
        var words = AuditReport.mismatches(decision, bundle, power)
        let sealed = SealedAction(action: bundle.action, power: bundle.power, vps: bundle.vps, bundle: bundle)
        words += Checker.examine(sealed).map(\.description)
        if !words.isEmpty { objections.append(Objection(decision: decision, words: words.joined(separator: "; "))) }
    }

    private static func mismatches(_ decision: DecisionRecord, _ bundle: EvidenceBundle, _ power: PowerAction)
        -> [String]
    {
        var words: [String] = []
        if bundle.power != power { words.append("the evidence is about a \(bundle.power.rawValue)") }
        if bundle.vps != decision.vps { words.append("the evidence is about \(bundle.vps)") }
        if bundle.at != decision.at { words.append("the evidence is of \(bundle.at)") }
        return words
    }
}
