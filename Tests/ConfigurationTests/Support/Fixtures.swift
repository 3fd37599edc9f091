@testable import Configuration

/// Files of the source tree.
enum Fixtures {
    /// The repository's root, with its slash.
    static let root = String(#filePath.prefix(#filePath.count - "Tests/ConfigurationTests/Support/Fixtures.swift".count))
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
