import Engine
import Testing

@testable import HostUp

/// One file an ambiguity: what each body lets a gate see, read through the client as the daemon does.
struct GateFixtureTests {
    @Test(
        "canReset, as /status carries it",
        arguments: [
            ("absent", nil),
            ("actions-null", nil),
            ("actions-empty", nil),
            ("other-name", nil),
            ("not-top-level", nil),
            ("actions-array", .undecodable("actions is an array")),
            ("actions-string", .undecodable("actions is a string")),
            ("actions-true", .undecodable("actions is a boolean")),
            ("boolean-true", .allowed),
            ("boolean-false", .denied("")),
            ("object-allowed", .allowed),
            ("object-allowed-with-reason", .allowed),
            ("object-denied", .denied("Backup in progress (backup_running)")),
            ("object-without-allowed", .undecodable("an object without allowed")),
            ("object-allowed-null", .undecodable("allowed is null")),
            ("object-allowed-text", .undecodable("allowed is a string")),
            ("object-allowed-one", .undecodable("allowed is a number")),
            ("null", .undecodable("null")),
            ("one", .undecodable("a number")),
            ("text", .undecodable("a string")),
            ("array", .undecodable("an array")),
        ] as [(String, ActionGate.Verdict?)]
    )
    func gate(file: String, expected: ActionGate.Verdict?) async throws {
        let rig = try Rig(Rig.inspection(status: fixture("gates/\(file).json")))
        let inspection = try await rig.inspect().get()
        #expect(inspection.gates.first { $0.name == "canReset" }?.verdict == expected)
        let asksDetails = rig.transport.asked.contains { $0.hasSuffix("/details") }
        #expect(asksDetails == (expected == nil), "details are asked only where no other answer carries the gate")
    }

    @Test(
        "pendingTasks",
        arguments: [
            ("absent", .absent),
            ("null", .absent),
            ("empty-array", .idle),
            ("zero", .idle),
            ("count", .busy("3")),
            ("array", .busy(#"[{"progress":40,"type":"backup"}]"#)),
            ("array-of-null", .busy("[null]")),
            ("empty-object", .busy("{}")),
            ("object", .busy(#"{"count":0}"#)),
            ("false", .busy("false")),
            ("true", .busy("true")),
            ("text", .busy(#""none""#)),
            ("empty-text", .busy(#""""#)),
            ("negative", .busy("-1")),
            ("fraction", .busy("0.5")),
        ] as [(String, PendingTasks)]
    )
    func pending(file: String, expected: PendingTasks) async throws {
        let rig = try Rig(Rig.inspection(status: fixture("pending/\(file).json")))
        #expect(try await rig.inspect().get().pendingTasks == expected)
        #expect(try await rig.client.status(of: rig.id, within: .seconds(5)).get().pendingTasks == expected)
    }

    @Test(
        "powerState: what is there but not in the list is unknown, what is null is not there",
        arguments: [
            ("absent", [.running]),
            ("null", [.running]),
            ("running", [.running, .running]),
            ("stopped", [.running, .stopped]),
            ("unheard-of", [.running, .unknown]),
            ("upper-case", [.running, .unknown]),
            ("true", [.running, .unknown]),
            ("object", [.running, .unknown]),
            ("array", [.running, .unknown]),
        ] as [(String, [PowerState])]
    )
    func power(file: String, expected: [PowerState]) async throws {
        let rig = try Rig(Rig.inspection(status: fixture("power/\(file).json")))
        #expect(try await rig.inspect().get().powerStates == expected)
    }

    @Test(
        "maintenance",
        arguments: [
            ("documented/v2-maintenance-none", .none),
            (
                "documented/v2-maintenance-pending",
                .pending(["memoryGb: 4 → 8, by 2026-05-01T00:00:00.000Z", "cpuModel: host → EPYC"])
            ),
            ("maintenance/flag-absent", .undecodable("hasPendingMaintenance is absent")),
            ("maintenance/flag-null", .undecodable("hasPendingMaintenance is null")),
            ("maintenance/flag-text", .undecodable("hasPendingMaintenance is a string")),
            ("maintenance/empty-object", .undecodable("hasPendingMaintenance is absent")),
            ("maintenance/false-without-list", .none),
            ("maintenance/false-with-null-list", .none),
            ("contradictory/false-but-listed", .pending(["memoryGb: 4 → 8"])),
            ("maintenance/true-without-list", .pending(["changes the provider does not list"])),
            ("contradictory/list-is-object", .undecodable("pendingChanges is an object")),
            ("maintenance/list-of-text", .pending([#""new kernel""#])),
        ] as [(String, MaintenanceReading)]
    )
    func maintenance(file: String, expected: MaintenanceReading) async throws {
        var script = try Rig.inspection(status: fixture("gates/boolean-true.json"))
        script["GET /api/v2/vps/\(Rig.vps)/maintenance"] = [.json(200, try fixture("\(file).json"))]
        #expect(try await Rig(script).inspect().get().maintenance == expected)
    }
}
