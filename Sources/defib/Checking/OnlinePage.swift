import Engine

extension OnlineCheck {
    func print(to console: Console) {
        console.line()
        console.line(Styled("What the provider's API says now", .strong))
        var table = Table(indent: 2)
        let left = rateLimitRemaining.map { ", \($0) requests left before its rate limit" } ?? ""
        table.row("account", Styled("the key is accepted; \(counted(listed, "VPS"))\(left)"))
        table.print(to: console)
        for target in absent {
            console.line()
            console.line(Styled(target.name, .strong) + Styled("  \(target.id)", .faint))
            let remedy = "correct the id: 'defib vps list' shows those there are"
            console.paragraph(Styled("✗ ", .bad) + Styled("not in this account; \(remedy)"), indent: 2)
        }
        for preview in previews {
            console.line()
            console.line(Styled(preview.target.name, .strong) + Styled("  \(preview.target.id)", .faint))
            preview.print(to: console, indent: 2)
        }
        discovery?.print(to: console)
        printRemedies(to: console)
    }

    private func printRemedies(to console: Console) {
        console.line()
        if let echoTrouble { console.paragraph(Styled("✗ icmp is not permitted here: ", .bad) + Styled(echoTrouble)) }
        for setting in missingSettings {
            let what = setting.hasPrefix("assume_gates") ? "action gates (canRestart, canReset)" : "pendingTasks"
            let words =
                "the API served no \(what). Where it never does, write '\(setting)' under provider.hostup; without it "
            console.paragraph(Styled("! ", .doubtful) + Styled(words + "power actions stay refused."))
        }
        if !hasFindings { console.line(Styled("✓ ", .good) + "Nothing stands in the way on the provider's side.") }
    }
}
