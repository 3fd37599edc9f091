/// The floors of the house: what each module may import, ours and others'. A module that needs more is on the wrong floor,
/// or the table and ARCHITECTURE.md change together.
enum Floors {
    /// From the ground up. Each may import modules of lower floors only, and of those only the ones it names.
    static let table: [(floor: Int, module: String, imports: Set<String>)] = [
        (0, "Engine", []),
        (0, "Exposition", []),
        (1, "Configuration", ["Engine", "Yams", "Glibc"]),
        (1, "Checker", ["Engine"]),
        (1, "Simulation", ["Engine", "Checker", "Configuration"]),
        (2, "Transfer", ["CLibcurl", "Glibc", "Synchronization"]),
        (
            2, "Probes",
            ["Engine", "Transfer", "CCares", "CLibcurl", "FoundationEssentials", "Glibc", "Synchronization"]
        ),
        (2, "HostUp", ["Engine", "Transfer", "FoundationEssentials", "Glibc", "Synchronization"]),
        (2, "Journal", ["CZlib", "Engine", "GRDB", "Crypto", "FoundationEssentials", "Glibc", "Synchronization"]),
        (2, "Alerting", ["Engine", "Transfer", "Crypto", "FoundationEssentials", "Glibc", "Synchronization"]),
        (3, "Web", ["CZlib", "Engine", "Exposition", "FoundationEssentials", "Glibc", "Synchronization"] + server),
        (3, "Sandbox", ["CLinux", "FoundationEssentials", "Glibc", "Synchronization"] + server),
        (4, "Daemon", below(4) + ["CLinux", "Dispatch", "FoundationEssentials", "Glibc", "Synchronization"] + server),
        (
            5, "defib",
            below(5) + ["ArgumentParser", "Dispatch", "FoundationEssentials", "Glibc", "Synchronization"] + server
        ),
    ]

    /// What serving HTTP brings along.
    private static let server = [
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOHTTP1", "NIOPosix", "Logging", "ServiceLifecycle",
        "UnixSignals",
    ]

    /// Our modules below a floor. The C modules stay with those that need them.
    private static func below(_ floor: Int) -> Set<String> {
        let ours = [
            (0, "Engine"), (0, "Exposition"), (1, "Configuration"), (1, "Checker"), (1, "Simulation"), (2, "Transfer"),
            (2, "Probes"),
            (2, "HostUp"), (2, "Journal"), (2, "Alerting"), (3, "Web"), (3, "Sandbox"), (4, "Daemon"),
        ]
        return Set(ours.filter { $0.0 < floor }.map(\.1))
    }

    static func allowed(_ module: String) -> Set<String>? {
        table.first { $0.module == module }?.imports
    }

    /// Counted from the ground; a module may import only those before it.
    static func position(of module: String) -> Int? {
        table.firstIndex { $0.module == module }
    }

    static func floor(of module: String) -> Int? {
        table.first { $0.module == module }?.floor
    }
}

private func + (left: Set<String>, right: [String]) -> Set<String> { left.union(right) }

extension SourceRule {
    static let floors = SourceRule(
        name: "imports point down",
        remedy: "move the code to the floor that may know this, or change the table in TidyTests/Rules/Floors.swift "
            + "together with ARCHITECTURE.md",
        breaks: [
            Sample("import Glibc"),
            Sample("public import Transfer"),
            Sample("import Web", at: "Sources/Probes/Sample.swift"),
            Sample("internal import GRDB", at: "Sources/Daemon/Sample.swift"),
            Sample("@preconcurrency import struct Hummingbird.Request", at: "Sources/Journal/Sample.swift"),
            Sample("import Engine", at: "Sources/Nowhere/Sample.swift"),
        ],
        keeps: [
            Sample("// import Glibc\nlet text = \"import Glibc\""),
            Sample("public import Engine\ninternal import GRDB", at: "Sources/Journal/Sample.swift"),
            Sample("import Testing", at: "Tests/EngineTests/Sample.swift"),
        ]
    ) { file in
        guard let module = file.module else { return [] }
        guard let allowed = Floors.allowed(module) else {
            return [Finding(path: file.path, line: nil, problem: "'\(module)' stands on no floor")]
        }
        return file.imports.filter { !allowed.contains($0.module) }.map {
            file.code.finding($0.line, "'\(module)' may not import '\($0.module)'")
        }
    }

    /// Third-party code stays behind the one module that wraps it, so that it can be replaced there.
    static let strangers = SourceRule(
        name: "each dependency has one home",
        remedy: "use the module that wraps it",
        breaks: [Sample("import Yams", at: "Sources/defib/Sample.swift")],
        keeps: [Sample("import Yams", at: "Sources/Configuration/Sample.swift")]
    ) { file in
        let homes = [
            "Yams": ["Configuration"], "GRDB": ["Journal"], "Crypto": ["Journal", "Alerting"],
            "ArgumentParser": ["defib"],
        ]
        guard let module = file.module else { return [] }
        return file.imports.compactMap { line, imported in
            guard let home = homes[imported], !home.contains(module) else { return nil }
            return file.code.finding(line, "\(imported) is \(home.joined(separator: "'s and "))'s alone")
        }
    }

    static let fullFoundation = SourceRule(
        name: "no full Foundation",
        remedy: "import FoundationEssentials, or do without",
        breaks: [
            Sample("import Foundation", at: "Sources/Web/Sample.swift"),
            Sample("@preconcurrency import struct Foundation.URL", at: "Tests/WebTests/Sample.swift"),
        ],
        keeps: [Sample("import FoundationEssentials", at: "Sources/Web/Sample.swift")]
    ) { file in
        file.imports.filter { ["Foundation", "FoundationNetworking"].contains($0.module) }.map {
            file.code.finding($0.line, "imports \($0.module), which makes the program five times as big")
        }
    }
}
