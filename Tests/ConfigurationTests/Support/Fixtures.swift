import Glibc
import Testing

@testable import Configuration

/// Files of the source tree.
enum Fixtures {
    /// The repository's root, with its slash.
    static let root = String(
        #filePath.prefix(#filePath.count - "Tests/ConfigurationTests/Support/Fixtures.swift".count)
    )
    static let folder = root + "Tests/ConfigurationTests/"

    static func paths(_ pattern: String) throws -> [String] {
        try FilesOnDisk().paths(matching: pattern)
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try FilesOnDisk().read(path, limit: 1 << 24), as: UTF8.self)
    }
}

/// Loads a configuration that exists only in the test.
func load(_ text: String, _ others: [String: String] = [:]) -> ConfigurationLoader.Outcome {
    ConfigurationLoader.load(
        path: "defib.yml",
        files: FilesInMemory(others.merging(["defib.yml": text]) { $1 })
    )
}

extension ConfigurationLoader.Outcome {
    var loaded: LoadedConfiguration? {
        switch self {
        case .loaded(let configuration): configuration
        case .refused: nil
        }
    }

    /// Errors and warnings alike.
    var diagnostics: [Diagnostic] {
        switch self {
        case .loaded(let configuration): configuration.warnings
        case .refused(let diagnostics): diagnostics
        }
    }
}

// MARK: - Cases in files

extension Fixtures {
    static func path(_ kind: String, _ name: String) -> String {
        "\(folder)\(kind)/\(name).yml"
    }

    static func cases(_ kind: String) throws -> [String] {
        try paths("\(folder)\(kind)/*.yml").filter { !$0.hasSuffix(".rules.yml") }
            .map { String($0.dropFirst(folder.count + kind.count + 1).dropLast(".yml".count)) }
    }

    /// Files are named relative to the fixtures' folder in what is expected.
    static func compare(_ diagnostics: [Diagnostic], _ kind: String, _ name: String) throws {
        let said = diagnostics.rendered.replacing(folder + kind + "/", with: "")
        let expectation = "\(folder)\(kind)/\(name).expected"
        guard getenv("DEFIB_RECORD") == nil else { return try record(said, in: expectation) }
        let expected = (try? text(expectation)) ?? ""
        #expect(said == expected, "\(kind)/\(name)")
    }

    private static func record(_ text: String, in path: String) throws {
        guard !text.isEmpty else {
            _ = unlink(path)
            return
        }
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        fputs(text, file)
    }
}
