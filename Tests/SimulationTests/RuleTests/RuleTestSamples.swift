import Configuration
import Engine
import Glibc
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

    /// Names of the cases in a folder beside the tests.
    static func cases(_ folder: String) throws -> [String] {
        let path = root + "Tests/SimulationTests/\(folder)/"
        return try FilesOnDisk().paths(matching: path + "*.test.yml")
            .map { String($0.dropFirst(path.count).dropLast(".test.yml".count)) }
    }

    static func compare(_ said: String, _ name: String) throws {
        let path = root + "Tests/SimulationTests/" + name
        guard getenv("DEFIB_RECORD") == nil else {
            let file = try #require(fopen(path, "w"))
            defer { fclose(file) }
            fputs(said, file)
            return
        }
        let expected = String(decoding: try FilesOnDisk().read(path, limit: 1 << 20), as: UTF8.self)
        #expect(said == expected, "\(name)")
    }

    struct Refused: Error {
        var text: String
    }
}

extension RuleTestReport {
    /// All of it in plain text.
    var plain: String { plain(timeline) }

    /// What went as expected and what did not, less what only happened besides.
    var essence: String { plain(timeline.filter { $0.mark != .plain }) }

    private func plain(_ timeline: [TimelineEntry]) -> String {
        let lines = mismatches.map { mismatch in
            let place = mismatch.place.map { "line \($0.line): " } ?? ""
            return place + mismatch.message + (mismatch.instead.map { "; instead: \($0)" } ?? "")
        }
        let entries = timeline.map { entry in
            let time = entry.at?.toTheSecond.description ?? "-"
            return "  \(entry.mark.rawValue) \(time) \(entry.target ?? "-"): \(entry.words)"
        }
        return (["# " + test.name] + lines + entries).joined(separator: "\n")
    }
}
