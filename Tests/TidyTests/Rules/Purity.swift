extension SourceRule {
    /// The same events must give the same effects, in the daemon and in a replay a year later.
    static let purity = SourceRule(
        name: "no clock, randomness or input below floor 2",
        remedy: "take the value as an argument; the daemon reads clocks, files and environment",
        breaks: [
            Sample("let now = ContinuousClock.now"),
            Sample("let now = Date()"),
            Sample("let n = Int.random(in: 0..<9)"),
            Sample("names.shuffle()", at: "Sources/Simulation/Sample.swift"),
            Sample("let x = names.randomElement()"),
            Sample("var generator = SystemRandomNumberGenerator()", at: "Sources/Exposition/Sample.swift"),
            Sample("let key = name.hashValue"),
            Sample("import Glibc", at: "Sources/Configuration/Loading/Sample.swift"),
            Sample("print(\"here\")"),
        ],
        keeps: [
            Sample("import Glibc", at: "Sources/Configuration/Files/Sample.swift"),
            Sample("let now = ContinuousClock.now", at: "Sources/Daemon/Sample.swift"),
            Sample("// Date() is not for us\nlet text = \"Date() of random()\""),
            Sample("func isReopen(at now: Timestamp) {}"),
        ]
    ) { file in
        guard let module = file.module, let floor = Floors.floor(of: module), floor < 2,
            !file.path.hasPrefix("Sources/Configuration/Files/")
        else { return [] }
        // Through it come files, the environment and every clock of libc.
        let libc = file.imports.filter { $0.module == "Glibc" }.map {
            file.code.finding($0.line, "Glibc in '\(module)'")
        }
        return libc
            + file.code.lines.indices.flatMap { index in
                impure(file.code.lines[index]).map { file.code.finding(index, "'\($0)' in '\(module)'") }
            }
    }

    private static func impure(_ line: Substring) -> [String] {
        // Unicode's own boundaries see one word in `Int.random`.
        let names =
            #/\b(ContinuousClock|SuspendingClock|SystemRandomNumberGenerator|FileManager|CommandLine|hashValue)\b/#
            .wordBoundaryKind(.simple)
        let calls = #/\b(Date|random|shuffle|shuffled|randomElement|getenv|readLine|print)\(/#.wordBoundaryKind(.simple)
        return line.matches(of: names).map { String($0.1) } + line.matches(of: calls).map { $0.1 + "(" }
    }
}
