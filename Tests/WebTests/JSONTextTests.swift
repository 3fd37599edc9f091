import Testing

@testable import Web

/// What is written by hand has the bytes that `JSONEncoder` makes.
struct JSONTextTests {
    private static let hostile = String(decoding: Array(0...0x7F) + Array("å/🫀\u{2028}".utf8), as: UTF8.self)

    @Test func targetsAreWrittenAsTheEncoderWritesThem() throws {
        var plain = TargetView.sample()
        plain.labels = ["zone": "", "": "x", "b\"": Self.hostile]
        plain.name = Self.hostile
        plain.probes.append(plain.probes[0])
        plain.probes[1].durationSeconds = 0.000_001
        var bare = TargetView.sample(reason: nil)
        bare.labels = [:]
        bare.powerState = nil
        bare.incident = nil
        bare.budgetLeft = nil
        var silent = bare
        silent.probes[0].startedAt = nil
        silent.probes[0].durationSeconds = nil
        bare.probes = []
        for targets in [[], [plain], [plain, bare, silent]] {
            let written = Array(IteratorSequence(parts(targets)).joined())
            #expect(written == (try JSON.encode(TargetsEnvelope(targets: targets))))
        }
    }

    @Test func groupsAreWrittenAsTheEncoderWritesThem() throws {
        let groups = [DiscoveryGroup.sample(Self.hostile, "web"), DiscoveryGroup(targets: [], labels: [:])]
        let written = ListParts(groups.makeIterator(), opening: "[", closing: "]") { $0.write(to: &$1) }
        #expect(Array(IteratorSequence(written).joined()) == (try JSON.encode(groups)))
    }

    @Test func aLongListComesInParts() throws {
        let targets = (0..<1_000).map { TargetView.sample(name: "web-\($0)") }
        let parts = Array(IteratorSequence(parts(targets)))
        #expect(parts.count > 3)
        #expect(parts.allSatisfy { $0.count < 70_000 })
        #expect(try JSON.decode(TargetsEnvelope.self, from: Array(parts.joined())).targets == targets)
    }

    private func parts(_ targets: [TargetView]) -> ListParts<TargetView> {
        ListParts(targets.makeIterator(), opening: "{\"targets\":[", closing: "]}") { $0.write(to: &$1) }
    }
}
