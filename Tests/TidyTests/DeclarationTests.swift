import Testing

@Suite("Package.swift declares what is imported")
struct DeclarationTests {
    private static let sample = """
        let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
        let web: Target.Dependency = .product(
            name: "Hummingbird",
            package: "hummingbird"
        )
        module("Engine"),
        module("Journal", ["Engine", grdb]),
        module(
            "Web",
            [
                "Engine", web,
            ]
        ),
        .executableTarget(
            name: "defib",
            dependencies: [
                "Web",
            ],
        ),
        tests(of: "Journal", [grdb]),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        """

    @Test("Every import is declared")
    func declarations() throws {
        let declared = Declarations.declared(in: try #require(SourceTree.read("Package.swift")))
        let findings = Declarations.undeclared(in: SourceTree.swiftFiles, declared: declared)
        #expect(findings.isEmpty, "\(findings.report(remedy: Declarations.remedy))")
    }

    @Test("Package.swift is understood in every form it has")
    func forms() {
        #expect(
            Declarations.declared(in: Self.sample) == [
                "Engine": [], "Journal": ["Engine", "GRDB"], "Web": ["Engine", "Hummingbird"], "defib": ["Web"],
                "JournalTests": ["Journal", "GRDB"], "TidyTests": [],
            ]
        )
    }

    @Test(
        "An import that is not declared is seen",
        arguments: [
            ("Sources/Engine/A.swift", "import GRDB", 1), ("Tests/JournalTests/A.swift", "import Web", 1),
            ("Tests/TidyTests/A.swift", "@testable import Engine", 1), ("Sources/Nowhere/A.swift", "import Web", 1),
            ("Tests/JournalTests/A.swift", "@testable import Journal\nimport Testing\nimport GRDB", 0),
        ]
    )
    func samples(_ path: String, _ text: String, _ count: Int) {
        let declared = Declarations.declared(in: Self.sample)
        #expect(Declarations.undeclared(in: [SwiftFile(path, text)], declared: declared).count == count)
    }
}
