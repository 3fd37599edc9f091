import ArgumentParser
import Configuration
import Engine
import HostUp

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first configuration, with every VPS of the account, that touches nothing.",
        discussion: """
            Lists the account's VPSs and writes a commented configuration in observe mode, and the rule file it names beside \
            it. Files that are there already are kept, unless --force is given. The key itself is never written.

            Examples:
              install -m 600 /dev/stdin token     then paste the key, Enter, Ctrl-D
              defib init --token-file ./token
              defib init --token-file /etc/defib/token --output /etc/defib/defib.yml
              HOSTUP_KEY=... defib init --token-env HOSTUP_KEY --data-dir ./data
            """
    )

    @Option(help: ArgumentHelp("The file that holds the API's key; only its owner may read it.", valueName: "path"))
    var tokenFile: String?
    @Option(help: ArgumentHelp("The environment variable that holds the key.", valueName: "name"))
    var tokenEnv: String?
    @Option(help: ArgumentHelp("The API's origin (default: the provider's own).", valueName: "url"))
    var baseURL: String?
    @Option(help: ArgumentHelp("The configuration to write.", valueName: "path"))
    var output = "defib.yml"
    @Option(help: ArgumentHelp("Where the daemon will keep its journal.", valueName: "path"))
    var dataDir = "/var/lib/defib"
    @Flag(help: "Replace files that are there already.")
    var force = false
    @OptionGroup var format: OutputOption

    func validate() throws {
        if (tokenFile == nil) == (tokenEnv == nil) {
            throw ValidationError("Give the key's place: --token-file <path>, or --token-env <name>.")
        }
    }

    func run() async throws {
        let files = StarterFiles(output: output, replacing: force)
        // Before anything is asked of anybody.
        try files.refuseToOverwrite()
        let account = try Account(baseURL: baseURL ?? "https://cloud.hostup.se", credential: credential)
        let listing = try await account.list()
        let template = InitTemplate(credential: lasting, baseURL: baseURL, dataDirectory: Paths.absolute(dataDir))
        let written = try files.write(template, listing.readings)
        let steps = NextSteps(written: written, output: output, count: listing.readings.count)
        if format.json {
            try JSONOutput.print(InitView(steps))
        } else {
            steps.print(to: .output)
        }
    }

    private var credential: CredentialSource {
        tokenFile.map(CredentialSource.file) ?? .environment(name: tokenEnv ?? "")
    }

    /// As the configuration names it, whose folder may be another than this one.
    private var lasting: CredentialSource {
        tokenFile.map { .file(path: Paths.absolute($0)) } ?? credential
    }
}
