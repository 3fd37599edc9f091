// swift-tools-version: 6.2
//
// Targets stand by floors; an import points down only (ARCHITECTURE.md has the map, TidyTests holds it).
import PackageDescription

/// One set of strict settings for every target of ours.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// An executable exports its symbols to nobody, and its 140,000 relocations are packed: 6 MB less to read in at each start.
let lean =
    ["-use-ld=lld"] + ["-z", "pack-relative-relocs", "--no-export-dynamic", "--icf=safe"].flatMap { ["-Xlinker", $0] }

/// A library target of ours under `Sources/<name>`.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of `subject`, under `Tests/<subject>Tests`.
func tests(of subject: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(subject)Tests",
        dependencies: [.byName(name: subject)] + dependencies,
        exclude: fixtureFolders[subject] ?? [],
        swiftSettings: strict
    )
}

/// Folders that tests read from the source tree (`#filePath`), rather than as bundled resources.
let fixtureFolders = [
    "Configuration": ["Bad", "Good"],
    "HostUp": ["Fixtures"],
    "Simulation": ["Bad", "Golden", "Good", "Worlds"],
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(
    name: "Hummingbird",
    package: "hummingbird",
    moduleAliases: ["Configuration": "SwiftConfiguration"]
)
let hummingbirdTesting: Target.Dependency = .product(
    name: "HummingbirdTesting",
    package: "hummingbird",
    moduleAliases: ["Configuration": "SwiftConfiguration"]
)
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "defib",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "defib", targets: ["defib"])
    ],
    traits: [
        // Deliberate faults in the engine, chosen at run time, for the tests that must catch them: never in a release.
        .trait(name: "Mutants")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Floor C
        .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CCares", pkgConfig: "libcares", providers: [.apt(["libc-ares-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Floor 0: the standard library alone
        module("Engine"),
        module("Exposition"),

        // Floor 1
        module("Configuration", ["Engine", yams]),
        module("Checker", ["Engine"]),
        module("Simulation", ["Engine", "Checker", "Configuration"]),

        // Floor 2
        module("Transfer", ["CLibcurl"]),
        module("Probes", ["Engine", "Transfer", "CCares", "CLibcurl"]),
        module("HostUp", ["Engine", "Transfer"]),
        module("Journal", ["CZlib", "Engine", crypto, grdb]),
        module("Alerting", ["Engine", "Transfer", crypto]),

        // Floor 3
        module(
            "Web",
            [
                "CZlib", "Engine", "Exposition", httpTypes, hummingbird, hummingbirdCore, logging, nioCore, nioPosix,
                serviceLifecycle,
            ]
        ),
        // Its JSON is written apart from HostUp's decoders, so that a mistake in those is not mirrored here.
        module("Sandbox", ["CLinux", hummingbirdCore, httpTypes, logging, nioCore, nioHTTP1, nioPosix]),

        // Floor 4
        module(
            "Daemon",
            [
                "CLinux", "Engine", "Exposition", "Checker", "Configuration", "Transfer", "Probes", "HostUp", "Journal",
                "Alerting",
                "Web", logging, serviceLifecycle, unixSignals,
            ]
        ),

        // Floor 5
        .executableTarget(
            name: "defib",
            dependencies: [
                "Engine", "Checker", "Configuration", "Simulation", "Transfer", "Probes", "HostUp", "Journal",
                "Alerting",
                "Web", "Sandbox", "Daemon", argumentParser, logging,
            ],
            swiftSettings: strict,
            linkerSettings: [.unsafeFlags(lean, .when(configuration: .release))]
        ),

        // What costs what: not part of any product
        .target(name: "Allocations", path: "Benchmarks/allocations"),
        .target(name: "Syncs", path: "Benchmarks/syncs"),
        .target(name: "Fleets", dependencies: ["Engine"], path: "Benchmarks/fleet", swiftSettings: strict),
        .executableTarget(
            name: "step-cost",
            dependencies: ["Engine", "Allocations", "Fleets", "Syncs"],
            path: "Benchmarks/step",
            swiftSettings: strict,
            // The standard library's rounding is the C library's.
            linkerSettings: [.linkedLibrary("m")]
        ),
        .executableTarget(
            name: "path-cost",
            dependencies: ["Engine", "Exposition", "Transfer", "Probes", "Allocations", "Fleets"],
            path: "Benchmarks/paths",
            swiftSettings: strict,
            linkerSettings: [.linkedLibrary("m")]
        ),

        .executableTarget(
            name: "journal-cost",
            dependencies: ["Engine", "Journal", "Syncs"],
            path: "Benchmarks/journal",
            swiftSettings: strict,
            linkerSettings: [.linkedLibrary("m")]
        ),

        .executableTarget(
            name: "decisions",
            dependencies: ["Simulation"],
            path: "Benchmarks/decisions",
            swiftSettings: strict,
            linkerSettings: [.linkedLibrary("m")]
        ),

        tests(of: "Engine"),
        tests(of: "Exposition"),
        tests(of: "Configuration", ["Engine"]),
        tests(of: "Checker", ["Engine"]),
        tests(of: "Simulation", ["Engine", "Checker", "Configuration"]),
        tests(of: "Transfer"),
        tests(of: "Probes", ["Engine", "Exposition", "Transfer", "HostUp", "Daemon"]),
        tests(of: "HostUp", ["Engine", "Transfer"]),
        tests(of: "Journal", ["Engine", grdb]),
        tests(of: "Alerting", ["Engine", "Transfer", crypto]),
        tests(
            of: "Web",
            ["Engine", "Exposition", httpTypes, hummingbird, hummingbirdTesting, logging, serviceLifecycle]
        ),
        tests(of: "Sandbox", [logging]),
        tests(
            of: "Daemon",
            ["Configuration", "Engine", "Exposition", "HostUp", "Journal", "Probes", "Transfer", logging]
        ),
        // They run the built program, and so need it built.
        .testTarget(name: "CommandLineTests", dependencies: ["defib", "Engine", "Journal"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["defib", "Sandbox", "Transfer", logging],
            swiftSettings: strict
        ),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ]
)
