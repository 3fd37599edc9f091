import Configuration
import Testing

@testable import Simulation

/// Worlds in which an invariant was once violated, shrunk, each in a file of its own. A new one is what `defib simulate` prints
/// of a seed that fails.
@Suite struct WorldFileTests {
    private static let folder = #filePath.replacing("WorldFileTests.swift", with: "Worlds")

    @Test(
        "holds every invariant by now",
        arguments: [
            "answer-outlives-its-place", "exec-meets-full-disk", "operator-acts-mid-incident",
            "panel-outlives-the-mending",
            "target-comes-back", "two-operators-ask-at-once",
        ]
    )
    func world(name: String) throws {
        let path = "\(Self.folder)/\(name).yml"
        let text = String(decoding: try FilesOnDisk().read(path, limit: 1 << 20), as: UTF8.self)
        guard case .read(let plan) = ScenarioReader.read(name: path, text: text) else {
            Issue.record("\(path) can't be read")
            return
        }
        #expect(plan.run(isRecorded: true).breach == nil)
    }
}
