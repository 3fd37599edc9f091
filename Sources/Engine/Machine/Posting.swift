/// Between what is to be told and the outbox.
extension Engine {
    mutating func post(_ notification: Notification, to receivers: [String]) {
        for receiver in receivers {
            for record in outbox.add(notification, receiver: receiver, now: now) { keep(.notification(record)) }
        }
        deliverDue()
    }

    mutating func deliverDue() {
        for leaving in outbox.takeDue(at: now) {
            for record in leaving.changed { keep(.notification(record)) }
            effects.append(.deliver(leaving.notification, receiver: leaving.receiver))
        }
        wakeForOutbox()
    }

    mutating func settleDelivery(_ id: Int64, receiver: String, _ outcome: DeliveryOutcome) {
        for record in outbox.settle(id, receiver: receiver, outcome, now: now) { keep(.notification(record)) }
        deliverDue()
    }

    private mutating func wakeForOutbox() {
        deadlines.set(outboxKey, outbox.nextDue().map { max($0, now + .milliseconds(1)) })
    }
}
