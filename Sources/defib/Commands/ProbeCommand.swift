import ArgumentParser
import Configuration
import Engine

struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Probe a target, a URL or a host now, and show what came back.",
        discussion: """
            A configured target runs all its probes, as the daemon would. A URL runs one: http://, https://, tcp://host:port, \
            tls://host:port or icmp://host; a host alone is pinged. Exit status 1: something was not up.

            Examples:
              defib probe web-1                          every probe of a target
              defib probe https://www.example.org/health
              defib probe tcp://203.0.113.7:22 --timeout 500ms
              defib probe 203.0.113.7 --count 5          five rounds, a second apart
            """
    )

    @Argument(help: "A target's name or id, a URL, or a host.")
    var target: String
    @Option(help: "How many rounds.")
    var count = 1
    @Option(help: "From one round to the next.", transform: Span.parse)
    var interval = TimeSpan.seconds(1)
    @Option(help: "How long each probe may take (default: a target's own, else 5s).", transform: Span.parse)
    var timeout: TimeSpan?
    @OptionGroup var configuration: ConfigurationOption
    @OptionGroup var output: OutputOption

    func validate() throws {
        guard (1...100_000).contains(count) else { throw ValidationError("--count goes from 1 to 100000.") }
        guard (timeout ?? .seconds(1)) > .zero else { throw ValidationError("--timeout must be longer than 0s.") }
    }

    func run() async throws {
        let subject = try ProbeSubject(target, timeout: timeout, configuration)
        let bench = try ProbeBench(subject)
        defer { bench.close() }
        var tally = ProbeTally()
        for round in 1...count {
            let results = await bench.round()
            tally.add(results)
            if !output.json { RoundPage(results: results, round: round, of: count).print(to: .output) }
            if round < count { try await Task.sleep(for: .milliseconds(interval.milliseconds)) }
        }
        if output.json {
            try JSONOutput.print(ProbeReport(target: target, tally))
        } else if count > 1 {
            tally.print(to: .output)
        }
        if !tally.isAllUp { throw ExitStatus.found }
    }
}
