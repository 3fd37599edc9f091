import FoundationEssentials
import Glibc
import Sandbox

/// The folder of a demonstration: configuration, rule, token and journal, gone with it unless somebody named it.
struct DemoFiles {
    let directory: String
    private let isKept: Bool

    var configuration: String { "\(directory)/defib.yml" }
    var log: String { "\(directory)/defib.log" }

    init(keptIn folder: String?) throws {
        isKept = folder != nil
        directory = try folder.map(WorkingDirectory.absolute) ?? DemoFiles.temporary()
        mkdir(directory, 0o700)
        guard mkdir("\(directory)/data", 0o700) == 0 else {
            throw Trouble("can't make \(directory)/data: name a folder that is not there yet, below one that is")
        }
    }

    private static func temporary() throws -> String {
        var template = Array("/tmp/defib-demo-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Trouble("can't make a folder in /tmp: \(errno)") }
        return String(cString: made)
    }

    /// `alertmanager`: where one is that is to be told, as seen from where Defib runs.
    func write(_ plot: DemoPlot, _ ready: SandboxReady, listen: String, alertmanager: String?) throws {
        try put(ready.token, in: "token", mode: 0o600)
        try put(plot.rule, in: "rules.yml", mode: 0o644)
        let told = alertmanager.map { "receivers: [{name: alertmanager, alertmanager: {url: \"\($0)\"}}]\n" } ?? ""
        try put(told + yaml(plot, ready, listen: listen), in: "defib.yml", mode: 0o644)
    }

    func remove() {
        guard !isKept else { return }
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func put(_ text: String, in name: String, mode: mode_t) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(name)"))
        chmod("\(directory)/\(name)", mode)
    }

    private func yaml(_ plot: DemoPlot, _ ready: SandboxReady, listen: String) -> String {
        let targets = zip(ready.guests, plot.names).map { guest, name in target(guest, name) }
        return """
            provider:
              hostup:
                base_url: \(ready.origin)
                token_file: \(directory)/token
                sweep: 2s
            mode: armed
            listen: \(listen)
            data_dir: \(directory)/data
            rule_files: [rules.yml]
            limits: {fleet: 10 per 1h, in_flight: 2, storm: \(plot.storm)}
            targets:
            \(targets.joined(separator: "\n"))
            """
    }

    private func target(_ guest: GuestDescription, _ name: String) -> String {
        """
          - vps: \(guest.id)
            name: \(name)
            probes:
              http: {url: "http://\(guest.address)/health", interval: 1s, timeout: 500ms, expect: {body_contains: ok}}
              icmp: {host: \(guest.address), interval: 1s, timeout: 500ms, count: 2}
              ssh: {kind: tcp, host: \(guest.address), port: 22, interval: 1s, timeout: 500ms, banner: "SSH-"}
        """
    }
}

extension DemoFiles {
    /// The last lines of a text file.
    static func tail(_ path: String, lines: Int) -> [String] {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").suffix(lines).map(String.init)
    }
}
