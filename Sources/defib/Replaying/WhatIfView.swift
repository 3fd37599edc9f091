import Daemon
import Engine

/// What would have been, beside what was, for programs.
struct WhatIfView: Encodable {
    struct HappeningView: Encodable {
        var at: String
        var verdict: String
        var action: String?
        var summary: String
        var isAssumed: Bool

        init(_ happening: Happening) {
            at = happening.at.description
            verdict = happening.verdict.rawValue
            action = happening.action
            summary = happening.summary
            isAssumed = happening.isAssumed
        }
    }

    struct LineView: Encodable {
        var target: String
        var was: HappeningView?
        var would: HappeningView?
        var isSame: Bool
        var isCounterfactual: Bool
    }

    struct ShiftView: Encodable {
        var incident: Int64
        var target: String
        var cure: String?
        /// Seconds of downtime, estimated; absent where nobody knows how long the outage would have lasted.
        var saved: Double?
    }

    struct NeedlessView: Encodable {
        var target: String
        var action: String?
        var at: String
        var recoveredAt: String
    }

    var events: Int
    var from: String?
    var to: String?
    var lines: [LineView]
    var downtime: [ShiftView]
    var needless: [NeedlessView]
    var notPlayed: [ReproductionView.GapView]

    init(_ outcome: WhatIf.Outcome, _ comparison: Comparison, _ balance: Balance) {
        events = outcome.steps
        from = outcome.from?.description
        to = outcome.to?.description
        lines = comparison.lines.map {
            LineView(
                target: $0.name,
                was: $0.was.map(HappeningView.init),
                would: $0.would.map(HappeningView.init),
                isSame: $0.isSame,
                isCounterfactual: $0.isCounterfactual
            )
        }
        downtime = balance.shifts.map {
            ShiftView(
                incident: $0.incident.id,
                target: $0.incident.name,
                cure: $0.incident.curedBy,
                saved: $0.saved?.seconds
            )
        }
        needless = balance.needless.map {
            NeedlessView(
                target: $0.action.name,
                action: $0.action.action,
                at: "\($0.action.at)",
                recoveredAt: "\($0.recoveredAt)"
            )
        }
        notPlayed = outcome.gaps.map { ReproductionView.GapView(at: "\($0.at)", why: $0.why) }
    }
}
