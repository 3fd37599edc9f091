import Testing

@Suite("The tree is in order")
struct TreeRuleTests {
    @Test("Nothing is left lying about")
    func leftovers() {
        let findings = TreeRules.leftovers(in: SourceTree.paths)
        #expect(findings.isEmpty, "\(findings.report(remedy: "remove it"))")
    }

    @Test("A leftover is seen")
    func leftoverSamples() {
        let paths = ["a/x.swift.orig", "a/Placeholder.swift", "b/.gitkeep", "c/.gitkeep", "c/d.yml", "README.md~"]
        let seen = TreeRules.leftovers(in: paths).map(\.path)
        #expect(seen == ["a/x.swift.orig", "a/Placeholder.swift", "c/.gitkeep", "README.md~"])
        #expect(TreeRules.leftovers(in: ["a/x.swift", "b/.gitkeep"]).isEmpty)
    }

    @Test("Scripts can be started, and nothing else")
    func modes() {
        let findings = TreeRules.modes(of: SourceTree.texts { _ in true }, isExecutable: SourceTree.isExecutable)
        #expect(findings.isEmpty, "\(findings.report(remedy: "chmod +x or -x; git keeps the bit"))")
    }

    @Test("A wrong mode is seen")
    func modeSamples() {
        let files = [TextFile("run", "#!/bin/sh\n"), TextFile("notes", "words\n")]
        #expect(TreeRules.modes(of: files, isExecutable: { $0 == "run" }).isEmpty)
        #expect(TreeRules.modes(of: files, isExecutable: { $0 == "notes" }).count == 2)
    }

    @Test("The changelog has a place for what comes")
    func changelog() throws {
        #expect(TreeRules.hasUnreleasedSection(try #require(SourceTree.read("CHANGELOG.md"))))
        #expect(!TreeRules.hasUnreleasedSection("# Changelog\n\n## [1.0.0]\n"))
    }

    @Test("Git ignores what is built")
    func gitignore() throws {
        let made = [".build*/", "Package.resolved"]
        #expect(TreeRules.unignored(made, gitignore: try #require(SourceTree.read(".gitignore"))) == [])
        #expect(TreeRules.unignored(made, gitignore: ".build*/\n") == ["Package.resolved"])
    }

    @Test("The table of floors has no way up")
    func table() {
        for (position, row) in Floors.table.enumerated() {
            for imported in row.imports {
                guard let other = Floors.position(of: imported) else { continue }
                #expect(other < position, "\(row.module) may not import \(imported), which does not stand below it")
            }
        }
    }
}
