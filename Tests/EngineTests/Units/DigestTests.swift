import Testing

@testable import Engine

@Suite struct DigestTests {
    private func news(_ number: Int, _ kind: Notification.Kind, _ status: Notification.Status = .firing) -> Notification
    {
        Notification(
            id: Int64(number),
            key: "vps_\(number)/1",
            status: status,
            kind: kind,
            severity: kind == .incidentOpened ? "warning" : "page",
            vps: Samples.id(number),
            name: "web-\(number)",
            labels: [Label("role", "web"), Label("rack", "\(number)")],
            summary: "web-\(number): \(kind.rawValue)",
            description: "a long story",
            startsAt: Timestamp(milliseconds: Int64(number)),
            endsAt: status == .resolved ? Timestamp(milliseconds: Int64(100 + number)) : nil
        )
    }

    private func digest(of latest: [Notification]) -> Notification {
        Notification(digest: "d", id: 9, of: latest)
    }

    @Test func whatNeedsAPersonComesFirst() {
        let message = digest(of: [news(1, .incidentOpened), news(2, .recovered, .resolved), news(3, .reminder)])
        #expect(message.summary == "2 of 3 targets are still down; 1 needs a person: web-3")
        #expect(message.description.hasPrefix("web-3: reminder\nweb-1: incident_opened\nweb-2: recovered\n"))
        #expect(message.severity == "page")
        #expect(message.status == .firing)
    }

    @Test func itIsOverWithTheLastOfThem() {
        let message = digest(of: [news(1, .recovered, .resolved), news(2, .recovered, .resolved)])
        #expect(message.summary == "All 2 targets are back: web-1, web-2")
        #expect(message.status == .resolved)
        #expect(message.startsAt == Timestamp(milliseconds: 1))
        #expect(message.endsAt == Timestamp(milliseconds: 102))
    }

    @Test func oneIsOne() {
        let message = digest(of: [news(1, .incidentOpened), news(2, .recovered, .resolved)])
        #expect(message.summary == "1 of 2 targets is still down: web-1")
    }

    @Test func itsLabelsAreThoseThatAllHave() {
        #expect(digest(of: [news(1, .page), news(2, .page)]).labels == [Label("role", "web")])
    }
}
