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

/// 27 April 2026, 12:34:56.5 UTC.
let noonTime = Timestamp(milliseconds: 1_777_293_296_500)
let noon: @Sendable () -> Timestamp = { noonTime }

/// What the engine says of a restart that did not help.
func briefed(_ change: (inout Notification) -> Void = { _ in }) throws -> Notification {
    var notification = Notification(
        id: 43,
        key: "vps_1/7",
        status: .firing,
        kind: .handedOver,
        severity: "page",
        vps: VPSID("vps_1"),
        name: "web-1",
        labels: [Label("role", "web")],
        rule: "web-hung",
        incident: 7,
        briefing: Briefing(
            at: noonTime + .minutes(5),
            news: "reset refused: storm: 4 of 10 & more",
            diagnosis: .guestHung,
            deeds: [
                Briefing.Deed(action: "restart", at: noonTime, outcome: "accepted after 80ms", requestID: "req_9")
            ]
        ),
        startsAt: noonTime
    )
    change(&notification)
    return notification
}

/// The same, over.
func resolved() throws -> Notification {
    let open = try briefed()
    return Notification(
        id: 44,
        key: open.key,
        status: .resolved,
        kind: .recovered,
        severity: "warning",
        vps: open.vps,
        name: open.name,
        labels: open.labels,
        rule: open.rule,
        incident: open.incident,
        briefing: try #require(open.briefing),
        startsAt: open.startsAt,
        endsAt: noonTime + .minutes(7)
    )
}
