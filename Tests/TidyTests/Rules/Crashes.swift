extension SourceRule {
    static let forcedUnwraps = SourceRule(
        name: "no forced unwrap",
        remedy:
            "`guard let`, a default, or `try #require` in a test; `precondition` with words where it is our own bug",
        breaks: [
            Sample("let x = y!"),
            Sample("let x = y![0]"),
            Sample("f(g()!.name)"),
            Sample("let x = words[0]!"),
            Sample("let text = \"name: \\(name!)\""),
            Sample("var later: String!"),
        ],
        keeps: [
            Sample("if a != b, !c { d(!e) }"),
            Sample("if a!=b {}"),
            Sample("let text = \"Stop! No!\"  // why not!"),
            Sample("let pattern = #/a!/#"),
        ]
    ) { file in
        file.code.findings(of: #/[\w\)\]\}>"?]!(?!=)/#, "a forced unwrap")
    }

    static let forcedTries = SourceRule(
        name: "no forced try or cast",
        remedy: "handle the error, or let a test function throw",
        breaks: [Sample("let x = try! read()"), Sample("let x = y as! Int")],
        keeps: [Sample("let x = try? read()"), Sample("let x = y as? Int  // not as! Int")]
    ) { file in
        file.code.findings(of: #/\b(try|as)!/#, "a forced try or cast")
    }
}
