import ArgumentParser
import Daemon
import Engine
import Glibc
import Journal
import Logging
import Sandbox
import Transfer

/// Sets a demonstration up, plays it and clears away.
struct DemoStage {
    private let plot: DemoPlot
    private let files: DemoFiles
    private let web: ListeningSocket
    private let api: ListeningSocket
    private let console = Console.output

    /// Guests need namespaces, which need root, or a user namespace in which this process is root: it starts anew there.
    static func becomeRootOfNamespaces() throws {
        guard geteuid() != 0 else { return }
        let arguments =
            ["unshare", "--user", "--map-root-user", "--", try OwnProgram.path()] + CommandLine.arguments.dropFirst()
        var pointers = arguments.map { strdup($0) } + [nil]
        execvp("unshare", &pointers)
        throw Trouble("guests need a network namespace of their own: run as root, or install util-linux' unshare")
    }

    init(_ plot: DemoPlot, port: Int, folder: String?) throws {
        self.plot = plot
        do {
            // A busy port is no reason not to show anything.
            web =
                if let wanted = try? ListeningSocket.open(port: port) { wanted } else {
                    try ListeningSocket.open(port: 0)
                }
            api = try ListeningSocket.open(port: 0)
        } catch {
            throw Trouble("\(error)")
        }
        files = try DemoFiles(keptIn: folder)
    }

    func clear() { files.remove() }

    /// Whether the story came true.
    func play(with kind: Neighbours.Kind?, keep: Bool) async throws -> Bool {
        let namespace = try await NetworkNamespace.make()
        var options = plot.options
        options.listener = api
        options.namespace = namespace
        var quiet = Logger(label: "defib.sandbox")
        quiet.logLevel = .error
        let (ready, announce) = AsyncStream.makeStream(of: SandboxReady.self)
        return try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask { [options, quiet] in
                try await Sandbox.run(options, logger: quiet) { announce.yield($0) }
                return nil
            }
            group.addTask {
                for await sandbox in ready { return try await watch(sandbox, in: namespace, with: kind, keep: keep) }
                return false
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            return false
        }
    }

    /// Starts the watching Defib inside the guests' namespace, and follows it from outside.
    private func watch(
        _ sandbox: SandboxReady,
        in namespace: NetworkNamespace,
        with kind: Neighbours.Kind?,
        keep: Bool
    ) async throws -> Bool {
        let neighbours = kind == nil ? nil : try await Neighbours(in: namespace, files: files)
        try files.write(
            plot,
            sandbox,
            listen: "127.0.0.1:\(web.port)",
            alertmanager: neighbours?.alertmanagerInside
        )
        let defib = try await namespace.launch(
            [try OwnProgram.path(), "run", "--config", files.configuration],
            listeners: [web],
            errorsTo: files.log
        )
        let transfers = try TransferLoop()
        let client = DemoClient(
            transport: transfers,
            web: "http://127.0.0.1:\(web.port)",
            api: "http://127.0.0.1:\(api.port)"
        )
        let cameTrue = try await tell(sandbox, client, neighbours, keep: keep)
        defib.send(SIGTERM)
        _ = await defib.exitCode()
        transfers.shutdown()
        return try cameTrue && replay()
    }

    /// What was decided can be had again from the journal alone.
    private func replay() throws -> Bool {
        let reader = try Shelf.open("\(files.directory)/data")
        let outcome = try Shelf.reading { () throws(JournalError) in
            try ExactReplay.run(reader, version: Version.current)
        }
        console.line()
        console.line("Its journal, played again ('defib replay'):")
        console.line()
        ReproductionPage(outcome: outcome).print(to: console)
        return outcome.isFine
    }

    /// Whether the story came true, before whoever is there to see it.
    private func tell(
        _ sandbox: SandboxReady,
        _ client: DemoClient,
        _ neighbours: Neighbours?,
        keep: Bool
    ) async throws -> Bool {
        do {
            guard let neighbours else {
                introduce(client, nil)
                try await play(sandbox, client, nil, keep: keep)
                return true
            }
            try await client.waitForDefib()
            try await neighbours.scraping(web.port, through: client.transport) { witness in
                introduce(client, neighbours)
                try await play(sandbox, client, witness, keep: keep)
            }
            return true
        } catch let failure as DemoStory.Failure {
            console.line(Styled("The story did not come true: \(failure.words)", .bad))
            console.line("The last lines of Defib's log:")
            for line in DemoFiles.tail(files.log, lines: 15) { console.line(Styled("  \(line)", .faint)) }
            return false
        }
    }

    private func play(
        _ sandbox: SandboxReady,
        _ client: DemoClient,
        _ witness: NeighbourClient?,
        keep: Bool
    ) async throws {
        let story = DemoStory(plot: plot, sandbox: sandbox, client: client, witness: witness, console: console)
        try await story.play()
        try await conclude(client)
        if let witness { try await WitnessReport.print(witness, to: console) }
        if keep { await wait() }
    }

    private func introduce(_ client: DemoClient, _ neighbours: Neighbours?) {
        let guests =
            plot.kind == .qemu ? "a light guest and a real Linux guest in QEMU" : "\(plot.names.count) light guests"
        console.line()
        console.line(Styled("Defib watches \(guests) in a network namespace of their own", .strong))
        console.line("  status page   \(client.web)/")
        console.line("  metrics       \(client.web)/metrics")
        console.line("  provider      \(client.api) (the sandbox's stand-in for HostUp's API)")
        if let neighbours {
            console.line("  Prometheus    \(neighbours.prometheus)/")
            if neighbours.hasConsoles {
                console.line("  consoles      \(neighbours.prometheus)/consoles/defib-fleet.html")
            }
            console.line("  Alertmanager  \(neighbours.alertmanager)/")
        }
        console.line()
    }

    private func conclude(_ client: DemoClient) async throws {
        console.line()
        console.line(Styled("The story came true: \(plot.moral)", .good))
        console.line()
        console.line("What Prometheus saw, from \(client.web)/metrics:")
        for line in await client.metrics(matching: [
            "defib_actions_total{", "defib_recovery_duration_seconds_sum",
            "defib_gate_refusals_total{",
        ]) where !line.hasSuffix(" 0") {
            console.line("  \(line)")
        }
        console.line()
        console.line("What a person reads at 3 a.m. ('defib explain \(plot.patient)'):")
        console.line()
        let explain = try Explain.parse([plot.patient, "--config", files.configuration])
        try explain.run()
    }

    private func wait() async {
        console.line()
        console.line("Everything keeps running; Ctrl-C ends it. Look around:")
        console.line("  defib status --config \(files.configuration)")
        console.line("  defib explain 1 --config \(files.configuration)")
        await UntilInterrupted.wait()
    }
}
