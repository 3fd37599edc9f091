/// What `init` did, and what comes next.
struct NextSteps {
    var written: [StarterFiles.Fate]
    var output: String
    var count: Int

    func print(to console: Console) {
        for fate in written {
            switch fate {
            case .written(let path): console.line(Styled("wrote ", .good) + Styled(path))
            case .kept(let path): console.line(Styled("kept  ", .doubtful) + Styled("\(path), which was there already"))
            }
        }
        let config = output == "defib.yml" ? "" : " --config \(output)"
        console.line()
        console.paragraph(
            Styled("\(counted(count, "VPS")) in observe mode: Defib will watch and tell, and touch nothing.")
        )
        console.line()
        var table = Table()
        table.row(
            "1.",
            Styled("defib check --online\(config)", .strong),
            "what the API says of each, and what is missing"
        )
        table.row("2.", Styled("defib run\(config)", .strong), "watch; then 'defib status' in another terminal")
        table.row("3.", Styled(output, .strong), "better probes, receivers, and, when you trust it, 'mode: armed'")
        table.print(to: console)
    }
}

/// `defib init --json`.
struct InitView: Encodable {
    var configuration: String
    var vpsCount: Int
    var written: [String] = []
    /// They were there already.
    var kept: [String] = []

    init(_ steps: NextSteps) {
        configuration = steps.output
        vpsCount = steps.count
        for fate in steps.written {
            switch fate {
            case .written(let path): written.append(path)
            case .kept(let path): kept.append(path)
            }
        }
    }
}
