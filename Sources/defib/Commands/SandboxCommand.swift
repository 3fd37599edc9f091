import ArgumentParser
import Engine
import Logging
import Sandbox

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serve a stand-in for the provider's API, with guests that can really hang.",
        discussion: """
            The API answers on loopback; the guests live in a network namespace of their own, where a dead one is as silent \
            as on a real network. Guests and faults are switched below /sandbox/ at the same address. Runs until Ctrl-C.

            Examples:
              defib sandbox                                  four light guests, http://127.0.0.1:9700
              defib sandbox --qemu-guests 1 --light-guests 0 a real Linux guest
              defib sandbox --fault gates=absent --fault status=429,endpoint=power,times=2
              defib sandbox --ready-file sandbox.json        its address, token and guests, for a script
              defib sandbox -- defib run --config sandbox.yml
              curl -X POST http://127.0.0.1:9700/sandbox/guests/guest-1/hang -d '{"kind":"hard"}'
            """
    )

    @Option(help: "The API's port on loopback; 0: any that is free.")
    var port = 9700
    @Option(help: "How many light guests.")
    var lightGuests = 4
    @Option(help: "How many real ones, in QEMU.")
    var qemuGuests = 0
    @Option(
        help: "A fault to begin with, name[=value][,key=value...]; may be given more than once.",
        transform: FaultArgument.parse
    )
    var fault: [FaultRule] = []
    @Option(help: "From an action's 202 to its job's end.", transform: Span.parse)
    var operationTime = TimeSpan.seconds(1)
    @Option(help: "A light guest's boot.", transform: Span.parse)
    var bootTime = TimeSpan.seconds(5)
    @Option(help: "What the API grants each token.")
    var requestsPerMinute = 6000
    @Option(
        help: ArgumentHelp("Written when everything answers: address, token and guests as JSON.", valueName: "path")
    )
    var readyFile: String?
    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp(
            "A command to run beside the guests, once they serve; the sandbox ends with it.",
            valueName: "command"
        )
    )
    var command: [String] = []

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port goes from 0 to 65535.") }
        guard lightGuests >= 0, qemuGuests >= 0, (1...200).contains(lightGuests + qemuGuests) else {
            throw ValidationError("--light-guests and --qemu-guests together go from 1 to 200.")
        }
        guard requestsPerMinute > 0 else { throw ValidationError("--requests-per-minute is at least 1.") }
    }

    func run() async throws {
        do {
            try DemoStage.becomeRootOfNamespaces()
            try await serve(in: NetworkNamespace.make())
        } catch let error as SandboxError {
            throw Trouble("\(error)")
        }
    }

    /// Until a signal, or the command's end.
    private func serve(in namespace: NetworkNamespace) async throws {
        let options = try options(namespace)
        let log = Logger(label: "defib.sandbox") { _ in LogLines(format: .text, level: .notice) }
        let (arrivals, announce) = AsyncStream.makeStream(of: SandboxReady.self)
        try await withThrowingTaskGroup(of: Int32.self) { group in
            group.addTask {
                try await Sandbox.run(options, logger: log) { announce.yield($0) }
                return ExitStatus.fine
            }
            group.addTask {
                await UntilInterrupted.wait()
                return ExitStatus.fine
            }
            group.addTask { [self] in
                for await ready in arrivals {
                    if let status = try await welcome(ready, in: namespace) { return status }
                }
                return ExitStatus.fine
            }
            let status = try await group.next() ?? ExitStatus.fine
            group.cancelAll()
            if status != ExitStatus.fine { throw ExitCode(status) }
        }
    }

    /// The command's exit status; nil where none was given.
    private func welcome(_ ready: SandboxReady, in namespace: NetworkNamespace) async throws -> Int32? {
        if let readyFile { try Files.replace(readyFile, with: ready.json) }
        guard !command.isEmpty else {
            SandboxPage(ready: ready).print(to: .output)
            return nil
        }
        SandboxPage(ready: ready).print(to: .errors)
        return try await namespace.launch(command).exitCode()
    }

    private func options(_ namespace: NetworkNamespace) throws -> SandboxOptions {
        var options = SandboxOptions()
        options.listener = try ListeningSocket.open(port: port)
        options.namespace = namespace
        options.lightGuests = lightGuests
        options.qemuGuests = qemuGuests
        options.operationTime = .milliseconds(operationTime.milliseconds)
        options.bootTime = .milliseconds(bootTime.milliseconds)
        options.requestsPerMinute = requestsPerMinute
        options.faults = fault
        return options
    }
}

private enum FaultArgument {
    static func parse(_ argument: String) throws -> FaultRule {
        do throws(SandboxError) {
            return try FaultRule(argument: argument)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
