extension SourceRule {
    static let unfinished = SourceRule(
        name: "nothing is left for later",
        remedy: "do it, or open an issue and leave the code without it",
        breaks: [
            Sample("// TO" + "DO: later"), Sample("let x = 1  // FIX" + "ME"),
            Sample("fatalError(\"not implemented\")"),
        ],
        keeps: [Sample("let x = 1  // as the method says")]
    ) { file in
        file.written.findings(of: #/\b(TODO|FIXME|XXX|HACK)\b/#, "a note of something unfinished")
            + file.code.findings(of: #/\bfatalError\(/#, "a crash where a value belongs")
    }

    static let length = SourceRule(
        name: "files stay short",
        remedy: "one concept a file: name the second one and give it its own",
        breaks: [Sample(String(repeating: "let x = 1\n", count: 501))],
        keeps: [Sample(String(repeating: "let x = 1\n", count: 400))]
    ) { file in
        let count = file.written.lines.count
        return count <= 500 ? [] : [Finding(path: file.path, line: 501, problem: "\(count) lines")]
    }

    static let whitespace = SourceRule(
        name: "no stray blanks",
        remedy: "make format",
        breaks: [Sample("let x = 1  \n"), Sample("\tlet x = 1\n"), Sample("let x = 1")],
        keeps: [Sample("let x = 1\n")]
    ) { file in
        file.written.findings(of: #/[ \t]$/#, "blanks at the end")
            + file.written.findings(of: #/^ *\t/#, "a tab")
            + (file.written.lines.last == ""
                ? [] : [Finding(path: file.path, line: nil, problem: "no newline at the end")])
    }
}
