import Configuration
import Engine
import Glibc

/// The files that `init` writes: the configuration, and the rule file it names, beside it.
struct StarterFiles {
    var output: String
    var replacing: Bool

    enum Fate: Equatable {
        case written(String)
        /// It was there, and is not this.
        case kept(String)
    }

    private static let ruleFile = "rules/ping-only.yml"

    func refuseToOverwrite() throws(Trouble) {
        guard !replacing, access(output, F_OK) == 0 else { return }
        throw Trouble("\(output) exists already; name another with --output, or replace it with --force")
    }

    func write(_ template: InitTemplate, _ readings: [PlatformReading]) throws(Trouble) -> [Fate] {
        let servers = readings.map {
            InitTemplate.Server(id: $0.id.text, name: $0.name, primaryIP: $0.primaryIP?.description)
        }
        let rules = Paths.directory(of: output) + StarterFiles.ruleFile
        try Files.makeDirectory(Paths.directory(of: rules))
        // The rules first: a configuration never names a file that is not there.
        let first = try put(InitTemplate.pingOnlyRules, at: rules)
        return [try put(template.render(servers), at: output), first]
    }

    private func put(_ text: String, at path: String) throws(Trouble) -> Fate {
        if !replacing, access(path, F_OK) == 0 { return .kept(path) }
        try Files.replace(path, with: text)
        return .written(path)
    }
}
