import Configuration
import Engine
import Simulation
import Testing

/// Rule tests for tests.
enum RuleTestSamples {
    static let root = String(#filePath.dropLast("Tests/SimulationTests/RuleTests/RuleTestSamples.swift".count))

    /// Paths of every file of rule tests in a folder of the tree.
    static func files(in folder: String) throws -> [String] {
        let files = FilesOnDisk()
        return try ["*", "*/*"].flatMap { try files.paths(matching: root + folder + $0 + ".test.yml") }
            .map { String($0.dropFirst(root.count)) }
    }

    static func load(_ path: String) throws -> RuleTestFile {
        switch RuleTestLoader.load(path: root + path) {
        case .loaded(let file): return file
        case .refused(let diagnostics): throw Refused(text: diagnostics.rendered)
        }
    }

    struct Refused: Error {
        var text: String
    }
}

extension RuleTestReport {
    /// All of it in plain text.
    var plain: String {
        let lines = mismatches.map { "line \($0.place?.line ?? 0): \($0.message)\($0.instead.map { "; \($0)" } ?? "")" }
        let entries = timeline.map { entry in
            "\(entry.mark.rawValue)\t\(entry.at?.description ?? "")\t\(entry.target ?? "")\t\(entry.words)"
        }
        return ([test.name] + lines + entries).joined(separator: "\n")
    }
}
