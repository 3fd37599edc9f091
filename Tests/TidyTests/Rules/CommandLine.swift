/// What the texts say of the command line is there to be typed.
enum CommandLineNames {
    static let remedy = "correct the text, or add it to Sources/defib"

    /// Subcommands and long options as ArgumentParser derives them from Sources/defib.
    struct Declared: Equatable {
        var subcommands: Set<String> = ["help"]
        var options: Set<String> = ["help", "version"]

        init(_ sources: [TextFile]) {
            for text in sources.map(\.text) {
                for match in text.matches(of: #/commandName:\s*"([a-z-]+)"/#) { subcommands.insert(String(match.1)) }
                for match in text.matches(of: #/struct (\w+)\s*:[^{]*ParsableCommand/#) {
                    subcommands.insert(kebab(match.1))
                }
                for match in text.matches(of: #/customLong\("([a-z-]+)"/#) { options.insert(String(match.1)) }
                let property =
                    #/@(?:Flag|Option)(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?\s+(?:private |internal |package )?var (\w+)/#
                for match in text.matches(of: property) where !match.0.contains("customLong") {
                    options.insert(kebab(match.1))
                }
            }
        }
    }

    /// `configFile` is typed as `--config-file`, and `baseURL` as `--base-url`.
    static func kebab(_ name: Substring) -> String {
        let words = name.replacing(#/([a-z0-9])([A-Z])/#) { "\($0.1)-\($0.2)" }
        return words.replacing(#/([A-Z])([A-Z][a-z])/#) { "\($0.1)-\($0.2)" }.lowercased()
    }

    /// Every `defib …` a text shows as code, with the options and the subcommand it names.
    static func unknown(in files: [TextFile], declared: Declared) -> [Finding] {
        files.flatMap { file in
            CodeSpans.of(file).flatMap { line, code in
                code.split(separator: "\n").flatMap { problems(in: $0, declared: declared) }.map {
                    file.finding(line, $0)
                }
            }
        }
    }

    private static func problems(in code: Substring, declared: Declared) -> [String] {
        // What follows a pipe or a comment sign is somebody else's; so is a command that defib is only an argument of.
        let words = code.prefix { !"|#;".contains($0) }.split(separator: " ").map { $0.drop { $0 == "[" } }
            .drop { $0 == "sudo" || $0.contains("=") && !$0.hasPrefix("--") }
        guard let first = words.first else { return [] }
        let isOurs = first == "defib" || first.hasSuffix("/defib")
        guard isOurs || first.hasPrefix("--") else { return [] }
        let options = words.compactMap { $0.firstMatch(of: #/^--([a-z][a-z-]*)/#)?.1 }.map(String.init)
        var problems = options.filter { !declared.options.contains($0) }.map { "defib has no option '--\($0)'" }
        if isOurs, let next = words.dropFirst().first, next.wholeMatch(of: #/[a-z]+/#) != nil,
            !declared.subcommands.contains(String(next))
        {
            problems.append("defib has no subcommand '\(next)'")
        }
        return problems
    }
}

/// `make` targets that the texts name.
enum MakeTargets {
    static let remedy = "correct the text, or add the target to the Makefile"

    static func declared(in makefile: String) -> Set<String> {
        Set(makefile.matches(of: #/(?m)^([a-z][a-z0-9-]*):/#).map { String($0.1) })
    }

    static func unknown(in files: [TextFile], declared: Set<String>) -> [Finding] {
        files.flatMap { file in
            CodeSpans.of(file).flatMap { line, code in
                code.matches(of: #/(?:^|[\s;&])make ([a-z][a-z0-9-]*)/#)
                    .map { String($0.1) }
                    .filter { !declared.contains($0) }
                    .map { file.finding(line, "the Makefile has no target '\($0)'") }
            }
        }
    }
}
