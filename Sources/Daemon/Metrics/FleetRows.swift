import Engine
import Exposition

/// What the page needs of every target and probe, and no more: kept while one exposition is written, since a family's samples
/// stand together and each family goes over all of them.
struct FleetRows: Sendable {
    private(set) var targets: [TargetRow] = []
    /// Those that have a result.
    private(set) var probes: [ProbeRow] = []

    mutating func append(_ slice: FleetSlice, _ shelf: LabelShelf) {
        if targets.isEmpty {
            targets.reserveCapacity(slice.fleet.count)
            probes.reserveCapacity(slice.fleet.reduce(0) { $0 + $1.probes.count })
        }
        let labels = shelf.labels(for: slice)
        for (index, reading) in zip(slice.range, slice.targets) {
            targets.append(
                TargetRow(
                    labels: labels.targets[index],
                    info: labels.infos[index],
                    state: reading.state,
                    budgetLeft: reading.budgetLeft
                )
            )
        }
        var position = labels.firstProbes[slice.range.lowerBound]
        for index in slice.range {
            for definition in slice.fleet[index].probes {
                defer { position += 1 }
                let reading = slice.probes[position - labels.firstProbes[slice.range.lowerBound]]
                guard let latest = reading.latest else { continue }
                let kind = ProbeRow.Kind(definition.check)
                probes.append(ProbeRow(labels.probes[position], kind, latest, isProven: reading.isProven))
            }
        }
    }
}

struct TargetRow: Sendable {
    let labels: RenderedLabels
    /// Those of the configuration.
    let info: RenderedLabels
    let state: EngineView.TargetCondition
    let budgetLeft: Int?
}

/// The latest result of one probe.
struct ProbeRow: Sendable {
    enum Kind: Sendable {
        case http, tcp, tls, icmp, agent

        init(_ check: Check) {
            self =
                switch check {
                case .http: .http
                case .tcp: .tcp
                case .tls: .tls
                case .icmp: .icmp
                case .agent: .agent
                }
        }
    }

    let labels: RenderedLabels
    let kind: Kind
    let isUp: Bool
    let isProven: Bool
    /// Connected and answered, but not with the words that were expected.
    let failedForText: Bool
    let startedAt: Timestamp
    let measures: Measures
    let particulars: Particulars

    init(_ labels: RenderedLabels, _ kind: Kind, _ latest: Observation, isProven: Bool) {
        self.labels = labels
        self.kind = kind
        self.isProven = isProven
        isUp = latest.result == .up
        failedForText =
            switch latest.result.reason?.code {
            case .unexpectedBody, .unexpectedBanner: true
            case _: false
            }
        startedAt = latest.startedAt
        measures = latest.measures
        particulars = latest.particulars
    }
}
