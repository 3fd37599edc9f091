import Engine
import Testing
import Transfer

@testable import Alerting

/// The bytes of the webhook.
struct WebhookPayloadTests {
    @Test func aFiringAlertIsWrittenInFull() throws {
        let payload = WebhookPayload(try firing(), receiver: "oncall", externalURL: "http://127.0.0.1:9753")
        let labels = """
            {"alertname":"DefibIncident","incident":"vps_1/7","kind":"action_sent","name":"web-1","role":"web",\
            "rule":"web-hung","severity":"warning","vps":"vps_1"}
            """
        let annotations = """
            {"description":"Down since noon.\\n“http”: down","incident_id":"7","notification_id":"42",\
            "summary":"web-1 restart sent"}
            """
        #expect(
            String(decoding: payload.json, as: UTF8.self) == """
                {"alerts":[{"annotations":\(annotations),"endsAt":"0001-01-01T00:00:00Z",\
                "fingerprint":"\(fingerprint)","generatorURL":"http://127.0.0.1:9753/#incident-7","labels":\(labels),\
                "startsAt":"2026-04-27T12:34:56.500Z","status":"firing"}],\
                "commonAnnotations":\(annotations),"commonLabels":\(labels),"externalURL":"http://127.0.0.1:9753",\
                "groupKey":"{}:{alertname=\\"DefibIncident\\", incident=\\"vps_1/7\\"}",\
                "groupLabels":{"alertname":"DefibIncident","incident":"vps_1/7"},"receiver":"oncall",\
                "status":"firing","truncatedAlerts":0,"version":"4"}
                """
        )
    }

    @Test func whereTheChainOfDecisionsStoodIsToldInTheAnnotationsAndTheText() throws {
        let payload = WebhookPayload(try firing { $0.chainHead = "12:9f86" }, receiver: "r", externalURL: "")
        #expect(payload.commonAnnotations["decision_chain"] == "12:9f86")
        #expect(payload.commonAnnotations["description"]?.hasSuffix("\nDecision chain: 12:9f86") == true)
    }

    @Test func aResolvedOneKeepsItsIdentityAndEnds() throws {
        let opened = WebhookPayload(try firing(), receiver: "r", externalURL: "")
        let ended = WebhookPayload(
            try firing {
                $0.id = 43
                $0.status = .resolved
                $0.kind = .recovered
                $0.severity = "page"
                $0.endsAt = Timestamp(milliseconds: 1_777_293_400_000)
            },
            receiver: "r",
            externalURL: ""
        )
        #expect(ended.groupKey == opened.groupKey)
        #expect(ended.groupLabels == opened.groupLabels)
        #expect(ended.alerts.map(\.fingerprint) == opened.alerts.map(\.fingerprint))
        #expect(ended.alerts.map(\.startsAt) == opened.alerts.map(\.startsAt))
        #expect(ended.alerts.map(\.endsAt) == ["2026-04-27T12:36:40.000Z"])
        #expect((ended.status, ended.alerts.map(\.status)) == ("resolved", ["resolved"]))
    }

    @Test func incidentsHaveIdentitiesOfTheirOwn() throws {
        let other = WebhookPayload(try firing { $0.key = "vps_1/8" }, receiver: "r", externalURL: "")
        #expect(other.alerts.map(\.fingerprint) != [fingerprint])
    }

    @Test func aDigestIsOneGroupWithAnAlertForEachOfItsMembers() throws {
        let members = try [
            firing(), firing { ($0.id, $0.key, $0.name, $0.status) = (43, "vps_2/8", "web-2", .resolved) },
        ]
        let digest = try firing {
            ($0.kind, $0.key, $0.vps, $0.incident) = (.digest, "defib/digest/oncall/1", nil, nil)
            $0.members = members
        }
        let payload = WebhookPayload(digest, receiver: "oncall", externalURL: "http://defib:9753")
        #expect(payload.groupKey == "{}:{alertname=\"DefibIncidents\", incident=\"defib/digest/oncall/1\"}")
        #expect(payload.alerts.map { $0.labels["name"] } == ["web-1", "web-2"])
        #expect(payload.alerts.map { $0.labels["alertname"] } == ["DefibIncident", "DefibIncident"])
        #expect(payload.alerts.map(\.status) == ["firing", "resolved"])
        // Each is the alert that it would be alone.
        let alone = WebhookPayload(members[0], receiver: "oncall", externalURL: "http://defib:9753")
        #expect(payload.alerts[0].fingerprint == alone.alerts[0].fingerprint)
        #expect(payload.alerts[0].labels == alone.alerts[0].labels)
    }

    @Test func aNoticeAboutDefibItselfNamesNoVPS() throws {
        let notice = WebhookPayload(
            try firing {
                $0.vps = nil
                $0.rule = nil
                $0.incident = nil
            },
            receiver: "r",
            externalURL: "http://x"
        )
        #expect(notice.commonLabels["alertname"] == "DefibNotice")
        #expect(notice.commonLabels.keys.contains("vps") == false)
        #expect(notice.alerts.map(\.generatorURL) == ["http://x/"])
    }

    private let fingerprint = {
        let digits = String(Fingerprint.of("vps_1/7"), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }()
}
