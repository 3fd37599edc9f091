import ArgumentParser
import Configuration
import Engine
import FoundationEssentials
import Glibc
import Simulation

struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Try to break Defib: seeded worlds full of faults, in virtual time, around the real engine.",
        discussion: """
            Each seed is a world of its own: guests that hang, networks that part, a provider that lies, a watchdog that dies \
            at any step, an operator who intervenes. The engine, its recovery and its outbox are the ones that 'defib run' \
            uses. After every step the invariants of the design are held against what really happened; at the end everything \
            must have come to rest. The same seed gives the same bytes. A seed that fails is shrunk to a small scenario, \
            printed so that it can be kept as a test. Exit status 1: an invariant was violated.

            Examples:
              defib simulate --seeds 5000
              defib simulate --seed 42 --trace
              defib simulate --scenario lost-answer.yml --trace
            """
    )

    @Option(help: "How many seeds to run.")
    var seeds: UInt64 = 1_000
    @Option(help: "The first of them.")
    var from: UInt64 = 1
    @Option(help: "Run this one seed alone.")
    var seed: UInt64?
    @Option(help: "Run the world of this file.")
    var scenario: String?
    @Option(help: "How many days of faults each world has, such as 0.5; by default a quarter to two thirds of an hour.")
    var days: Double?
    @Option(help: "How many threads; by default one for each core.")
    var jobs: Int?
    @Flag(help: "Tell the story of the one world that is run.")
    var trace = false
    @OptionGroup var output: OutputOption

    func validate() throws {
        if trace, seed == nil, scenario == nil {
            throw ValidationError("--trace tells of one world: add --seed or --scenario")
        }
        if seed != nil, scenario != nil { throw ValidationError("--seed and --scenario exclude each other") }
        if let days, !(0.001...365).contains(days) { throw ValidationError("--days is from 0.001 to 365") }
        if let jobs, !(1...1_024).contains(jobs) { throw ValidationError("--jobs is from 1 to 1024") }
        if seeds > 100_000_000 || from > 1 << 62 { throw ValidationError("so many seeds take years") }
    }

    func run() throws {
        if let scenario { return try tell(try read(scenario), name: scenario) }
        if let seed { return try tell(Plan.swarm(seed: seed, length: length), name: "seed \(seed)") }
        let began = ContinuousClock.now
        let campaign = Campaign(seeds: from..<from + seeds, jobs: jobs ?? cores, length: length)
        let result = campaign.run()
        let page = CampaignPage(result: result, seconds: Simulate.seconds(since: began))
        if output.json { try JSONOutput.print(page.view) } else { page.print(to: .output) }
        try explain(result)
    }

    private var length: TimeSpan? { days.map { .milliseconds(Int64($0 * 86_400_000)) } }
    private var cores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let parts = (ContinuousClock.now - start).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }

    /// The first seed that failed is told in full and shrunk; the others are named.
    private func explain(_ result: Campaign.Result) throws {
        guard let first = result.breaches.first else { return }
        if !output.json {
            for (seed, breach) in result.breaches.prefix(20) { Console.output.line(Styled("seed \(seed): \(breach)")) }
            Console.output.line("")
            shrink(Plan.swarm(seed: first.seed, length: length), first.breach, "seed \(first.seed)")
        }
        throw ExitStatus.found
    }

    private func shrink(_ plan: Plan, _ breach: Breach, _ name: String) {
        let small = plan.shrunk()
        let outcome = small.run(isTold: true)
        for line in outcome.story.suffix(60) { Console.output.line(Styled(line)) }
        Console.output.line("")
        let remark = "Shrunk from \(name). \(outcome.breach?.description ?? breach.description)"
        Console.output.write(small.scenario(remark: remark))
    }

    private func tell(_ plan: Plan, name: String) throws {
        let outcome = plan.run(isTold: trace, isRecorded: true)
        let result = Campaign.Result(
            runs: 1,
            breaches: outcome.breach.map { [(plan.seed, $0)] } ?? [],
            tally: outcome.tally,
            targetTime: outcome.targetTime,
            digest: outcome.digest
        )
        if output.json {
            try JSONOutput.print(CampaignPage(result: result, seconds: 0).view)
        } else {
            if trace { Console.output.write(plan.scenario(remark: name) + "\n") }
            for line in outcome.story { Console.output.line(Styled(line)) }
            Console.output.line(
                Styled(
                    "digest \(String(outcome.digest, radix: 16)): " + (outcome.breach?.description ?? "0 violations")
                )
            )
        }
        guard let breach = outcome.breach else { return }
        if !output.json, scenario == nil { shrink(plan, breach, name) }
        throw ExitStatus.found
    }

    private func read(_ path: String) throws -> Plan {
        let bytes: [UInt8]
        do {
            bytes = try FilesOnDisk().read(path, limit: 1 << 20)
        } catch {
            throw Trouble("\(path): \(error)")
        }
        switch ScenarioReader.read(name: path, text: String(decoding: bytes, as: UTF8.self)) {
        case .read(let plan): return plan
        case .refused(let diagnostics): throw Trouble(diagnostics)
        }
    }
}
