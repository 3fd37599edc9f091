import Engine
import Exposition

/// By receiver: those configured, from 0 on, so that the first failure is an increase.
struct NotificationSection {
    let view: EngineView
    let counted: Meters.Counted
    let receivers: [String]

    func write(to writer: inout MetricsWriter) {
        writer.family(Families.notifications)
        for receiver in receivers {
            for outcome in Meters.Delivery.Outcome.allCases {
                let delivery = Meters.Delivery(receiver: receiver, outcome: outcome)
                let labels: RenderedLabels = ["receiver": receiver, "outcome": outcome.rawValue]
                writer.sample(counted.deliveries[delivery] ?? 0, labels)
            }
        }
        writer.family(Families.undeliverable)
        for receiver in receivers {
            writer.sample(counted.undeliverable[receiver] ?? 0, ["receiver": receiver])
        }
        writer.family(Families.waiting)
        writer.sample(view.notificationsWaiting)
        writer.family(Families.pending)
        for receiver in receivers {
            let line = view.waitingByReceiver.first { $0.receiver == receiver }
            writer.sample(line?.count ?? 0, ["receiver": receiver])
        }
    }
}
