import Engine
import Testing
import Transfer

@testable import HostUp

struct InspectionTests {
    private let vps = "/api/v2/vps/\(Rig.vps)"

    @Test func readsThreeEndpointsWhereTheyCarryTheGates() async throws {
        var script = try Rig.inspection(status: fixture("documented/v2-status.json"))
        script["GET \(vps)"] = [.json(200, try fixture("documented/v2-vps-with-actions.json"))]
        let rig = try Rig(script)
        let inspection = try await rig.inspect().get()
        #expect(rig.transport.asked.sorted() == ["GET \(vps)", "GET \(vps)/maintenance", "GET \(vps)/status"])
        #expect(inspection.startedAt == VirtualTime.start)
        #expect(inspection.ids == [Rig.vps, Rig.vps])
        #expect(inspection.powerStates == [.running, .running])
        #expect(inspection.serviceStatus == .active)
        #expect(inspection.uptimeSeconds == 86_400)
        #expect(inspection.primaryIP == "203.0.113.7")
        #expect(inspection.pendingTasks == .idle)
        #expect(inspection.maintenance == .none)
        #expect(inspection.gates.count == 5)
        let gate = try #require(inspection.gates.first { $0.name == "canStart" })
        #expect(gate.verdict == .denied("The VPS is running (already_running)"))
        #expect(gate.source == "GET /api/v2/vps/{id}")
    }

    @Test func detailsAreReadWhereNothingElseCarriesAGate() async throws {
        var script = try Rig.inspection(status: fixture("gates/absent.json"))
        script["GET \(vps)/details"] = [.json(200, try fixture("documented/v2-details.json"))]
        let rig = try Rig(script)
        let inspection = try await rig.inspect().get()
        #expect(inspection.gates.first { $0.name == "canReset" }?.verdict == .allowed)
        #expect(inspection.ids.count == 3)
    }

    @Test func detailsThatFailOtherwiseThanByAbsenceFailTheInspection() async throws {
        var script = try Rig.inspection(status: fixture("gates/absent.json"))
        script["GET \(vps)/details"] = [.json(403, try fixture("documented/v2-reset-403.json"))]
        #expect(await failureKind(script) == .forbidden)
    }

    @Test func anotherVPSsIdIsReportedAndNotHidden() async throws {
        let status = #"{"id":"vps_other","powerState":"running"}"#
        #expect(
            try await Rig(Rig.inspection(status: Array(status.utf8))).inspect().get().ids == [Rig.vps, "vps_other"]
        )
        let number = #"{"id":17,"powerState":"running"}"#
        #expect(try await Rig(Rig.inspection(status: Array(number.utf8))).inspect().get().ids == [Rig.vps, "17"])
    }

    @Test func theWorseServiceStatusAndTheBusierBodyCount() async throws {
        var script = try Rig.inspection(status: fixture("documented/v2-status.json"))
        script["GET \(vps)"] = [
            .json(200, #"{"serviceStatus":"suspended","pendingTasks":["migration"],"actions":{"canReset":true}}"#)
        ]
        let inspection = try await Rig(script).inspect().get()
        #expect(inspection.serviceStatus == .suspended)
        #expect(inspection.pendingTasks == .busy(#"["migration"]"#))
    }

    @Test func onlyTheLiveStatusCanSayIdle() async throws {
        var script = try Rig.inspection(status: fixture("pending/absent.json"))
        script["GET \(vps)"] = [.json(200, #"{"pendingTasks":[],"actions":{"canReset":true}}"#)]
        #expect(try await Rig(script).inspect().get().pendingTasks == .absent)
    }

    @Test(arguments: ["", "/status", "/maintenance"])
    func halfAnInspectionIsNone(missing: String) async throws {
        var script = try Rig.inspection(status: fixture("gates/boolean-true.json"))
        script["GET \(vps)\(missing)"] = [.json(500, try fixture("documented/v2-reset-500.json"))]
        #expect(await failureKind(script) == .server)
        script["GET \(vps)\(missing)"] = [.json(200, "[]")]
        #expect(await failureKind(script) == .undecodable)
        script["GET \(vps)\(missing)"] = [.fault(.timedOut)]
        #expect(await failureKind(script) == .transport)
    }

    @Test(
        "bodies that are not what they should be are failures, in words without their content",
        arguments: [
            ("empty.json", "200 with an empty body"),
            ("proxy.html", "200 with a body that is not JSON (78 bytes)"),
            ("truncated.json", "200 with a body that is not JSON"),
            ("deep.json", "200 with JSON nested deeper than 32 levels"),
            ("deep-open.json", "200 with JSON nested deeper than 32 levels"),
            ("nul.json", "200 with a body that is not JSON"),
            ("utf16.json", "200 with a body that is not JSON"),
            ("utf8-broken.json", "200 with a body that is not JSON"),
            ("surrogate.json", "200 with a body that is not JSON"),
            ("number-huge.json", "200 with a body that is not JSON"),
            ("two-values.json", "200 with a body that is not JSON"),
            ("not-json.json", "200 with a body that is not JSON"),
            ("text.json", "200 with JSON that is a string and not an object"),
            ("number.json", "200 with JSON that is a number and not an object"),
            ("../contradictory/duplicate-key.json", "200 with JSON that names 'canReset' twice in one object"),
            ("../contradictory/duplicate-escaped.json", "200 with JSON that names 'canReset' twice in one object"),
            ("../contradictory/duplicate-actions.json", "200 with JSON that names 'actions' twice in one object"),
        ]
    )
    func broken(file: String, words: String) async throws {
        let rig = try Rig(Rig.inspection(status: fixture("broken/\(file)")))
        let failure = try #require(providerFailure(of: await rig.inspect()))
        #expect(failure.kind == .undecodable)
        #expect(failure.status == 200)
        #expect(failure.message.contains(words), "\(failure.message)")
        #expect(!failure.message.contains("banner"))
    }

    @Test func valuesByTheMillionAreNotRead() async throws {
        let body = Array(("[" + String(repeating: "[],", count: 100_000) + "[]]").utf8)
        let rig = try Rig(Rig.inspection(status: body))
        let failure = try #require(providerFailure(of: await rig.inspect()))
        #expect(
            failure.message.hasSuffix("200 with JSON of more than 100000 values (300004 bytes)"),
            "\(failure.message)"
        )
    }

    @Test func anotherContentTypeIsNoJSON() async throws {
        var script = try Rig.inspection(status: [])
        let body = Array(#"{"actions":{"canReset":true}}"#.utf8)
        script["GET \(vps)/status"] = [.raw(200, body, [(name: "content-type", value: "text/html")])]
        let failure = try #require(providerFailure(of: await Rig(script).inspect()))
        #expect(failure.kind == .undecodable)
        #expect(failure.message.contains("'text/html' (29 bytes)"), "\(failure.message)")
        script["GET \(vps)/status"] = [.raw(200, body, [])]
        #expect(try await Rig(script).inspect().get().gates.map(\.verdict) == [.allowed])
    }

    @Test func statusMetricsAndDescriptionAreRead() async throws {
        let rig = try Rig([
            "GET \(vps)/status": [.json(200, try fixture("documented/v2-status.json"))],
            "GET \(vps)/metrics?timeframe=hour": [.json(200, try fixture("documented/v2-metrics.json"))],
            "GET \(vps)": [.json(200, try fixture("documented/v2-vps.json"))],
        ])
        let status = try await rig.client.status(of: rig.id, within: .seconds(5)).get()
        #expect(status.memoryUsagePercent == 92)
        #expect(status.cpuUsagePercent == 12.5)
        let sample = try #require(
            await rig.client.metrics(of: rig.id, over: .hour, within: .seconds(5)).get().samples.first
        )
        #expect(sample.networkOutboundKBPerSecond == 4)
        let reading = try await rig.client.describe(rig.id, within: .seconds(5)).get()
        #expect(reading.operatingSystem == "Debian 12")
        #expect(reading.gates.isEmpty)
    }

    private func failureKind(_ script: [String: [ScriptedTransport.Reply]]) async -> ProviderFailure.Kind? {
        guard let rig = try? Rig(script) else { return nil }
        return providerFailure(of: await rig.inspect())?.kind
    }

    private func providerFailure(of result: Result<Inspection, ProviderFailure>) -> ProviderFailure? {
        switch result {
        case .success: nil
        case .failure(let failure): failure
        }
    }
}
