import Testing

@testable import Engine

/// What many targets have in common is kept once, and what is seldom there stands apart.
@Suite struct SharingTests {
    private func target(_ name: String, probes: [String], role: String = "web") throws -> Target {
        Target(
            id: try #require(VPSID("vps_\(name)")),
            name: name,
            labels: [Label("role", role)],
            probes: probes.map { name in
                ProbeDefinition(
                    name: name,
                    interval: .seconds(10),
                    timeout: .seconds(2),
                    check: .icmp(ICMPCheck(host: "203.0.113.1"))
                )
            }
        )
    }

    private func rule(_ name: String, probe: String, role: String = "web") -> Rule {
        let down = Condition(text: "\(probe).down", expression: .state(probe: probe, .down))
        return Rule(
            name: name,
            match: .init(labels: [Label("role", role)]),
            when: down,
            holdFor: .seconds(60),
            ladder: [Rung(action: .restart, wait: .seconds(60), when: down)],
            recovery: .init(when: Condition(text: "x", expression: .state(probe: probe, .up)), holdFor: .seconds(30))
        )
    }

    @Test func rulesAreBoundToEachTargetsOwnProbes() throws {
        var binder = RuleBinder([
            rule("a", probe: "http"), rule("b", probe: "icmp"), rule("c", probe: "icmp", role: "db"),
        ])
        let one = binder.rules(for: try target("1", probes: ["http", "icmp"]))
        #expect(one.map(\.rule.name) == ["a", "b"])
        #expect(one.map(\.when.probes) == [[0], [1]])
        let turned = binder.rules(for: try target("2", probes: ["icmp", "http"]))
        #expect(turned.map(\.when.probes) == [[1], [0]])
        // A rule that names a probe the target lacks is left out.
        #expect(binder.rules(for: try target("3", probes: ["icmp"])).map(\.rule.name) == ["b"])
        #expect(binder.rules(for: try target("4", probes: ["icmp"], role: "db")).map(\.rule.name) == ["c"])
        #expect(binder.rules(for: try target("5", probes: ["http", "icmp"])).map(\.when.probes) == [[0], [1]])
    }

    @Test func whatHoldsForOneTargetHoldsForNoOther() throws {
        var binder = RuleBinder([rule("a", probe: "http")])
        var first = TargetState(
            try target("1", probes: ["http"]),
            rules: binder.rules(for: try target("1", probes: ["http"])),
            boots: BootLog()
        ) { _ in true }
        let second = first
        let now = Timestamp(milliseconds: 1_000)
        first.rules[0].note(.yes, at: now, tolerance: .seconds(1))
        #expect(first.rules[0].trueSince == now && second.rules[0].trueSince == nil)
        #expect(!first.rules[0].isSettled(by: .no) && second.rules[0].isSettled(by: .no))
        #expect(!second.rules[0].isSettled(by: .yes) && !second.rules[0].isSettled(by: .unknown))
    }

    @Test func whatIsSeldomThereComesChangesAndGoes() {
        var room = Seldom<[Int]>()
        #expect(!room.isThere && room.value == nil)
        room.value?.append(1)
        #expect(!room.isThere)
        room.value = [1]
        let copy = room
        room.value?.append(2)
        #expect(room.value == [1, 2] && copy.value == [1])
        room.value = nil
        #expect(!room.isThere && room.value == nil && copy.isThere)
    }

    @Test func thousandsOfTargetsTakeLittleEach() {
        // Inline, an incident and a confirmation made it 1,280 bytes, and a definition a track 650.
        #expect(MemoryLayout<TargetState>.stride <= 320)
        #expect(MemoryLayout<ProbeTrack>.stride <= 360)
        #expect(MemoryLayout<ProbeDefinition>.size == MemoryLayout<UnsafeRawPointer>.size)
        #expect(MemoryLayout<BoundRule>.stride <= 48)
    }
}
