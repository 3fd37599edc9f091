import ArgumentParser
import Journal

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Prove that the journal was not changed, and that each power action was borne by its evidence.",
        discussion: """
            Decisions form a chain of hashes whose head every notification carries ('decision_chain'). Whoever rewrites the \
            whole chain still can't rewrite what was notified: compare with --head. Each power action's evidence is examined \
            anew, by code that shares nothing with the gates'.

            Exit status 1: something does not hold.

            Examples:
              defib audit
              defib audit --head 12:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
              defib audit --data-dir /var/lib/defib --json | jq .objections
            """
    )

    @Option(help: ArgumentHelp("A head as a notification carried it.", valueName: "id:hash"))
    var head: String?
    @OptionGroup var daemon: DaemonOption
    @OptionGroup var output: OutputOption

    func validate() throws {
        guard let head, ChainHead(head) == nil else { return }
        throw ValidationError(
            "--head: '\(head.prefix(80))' is no decision's number, a colon and 64 hexadecimal digits."
        )
    }

    func run() throws {
        let reader = try Shelf.open(try daemon.find().directory)
        let seen = head.flatMap { ChainHead($0) }
        let report = try Shelf.reading { () throws(JournalError) in try AuditReport(reader, head: seen) }
        if output.json {
            try JSONOutput.print(AuditView(report))
        } else {
            AuditPage(report: report, head: seen).print(to: .output)
        }
        guard report.isFine else { throw ExitStatus.found }
    }
}
