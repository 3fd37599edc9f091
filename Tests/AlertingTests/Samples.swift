import Engine
import Testing

func firing(_ change: (inout Notification) -> Void = { _ in }) throws -> Notification {
    var notification = Notification(
        id: 42,
        key: "vps_1/7",
        status: .firing,
        kind: .actionSent,
        severity: "warning",
        vps: VPSID("vps_1"),
        name: "web-1",
        labels: [Label("role", "web"), Label("severity", "mine")],
        rule: "web-hung",
        incident: 7,
        summary: "web-1 restart sent",
        description: "Down since noon.\n“http”: down",
        startsAt: Timestamp(milliseconds: 1_777_293_296_500)
    )
    change(&notification)
    return notification
}
