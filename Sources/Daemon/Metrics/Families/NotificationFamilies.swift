import Exposition

extension Families {
    static let notifications = MetricFamily(
        "defib_notifications_total",
        .counter,
        help: "Attempts to deliver a notification, by receiver and outcome."
    )
    static let undeliverable = MetricFamily(
        "defib_notifications_undeliverable_total",
        .counter,
        help: "Notifications given up, by receiver: refused for good, or too many waited."
    )
    static let waiting = MetricFamily(
        "defib_notifications_waiting",
        .gauge,
        help: "Notifications not yet delivered."
    )
    static let pending = MetricFamily(
        "defib_notifications_pending",
        .gauge,
        help: "Notifications not yet delivered, by receiver."
    )
}
