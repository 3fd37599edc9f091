import Exposition

extension Families {
    static let notifications = MetricFamily(
        "defib_notifications_total",
        .counter,
        help: "Attempts to deliver a notification, by receiver and outcome."
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
