import FoundationEssentials
import Glibc

/// What the neighbours are told: their configurations, in the demonstration's own folder.
struct NeighbourFiles {
    private let directory: String
    /// Shipped with the sources; nil where the demonstration runs elsewhere.
    private let rules: String?
    private let consoles: String?

    var prometheusLog: String { "\(directory)/prometheus.log" }
    var alertmanagerLog: String { "\(directory)/alertmanager.log" }
    var hasConsoles: Bool { consoles != nil }

    init(in demo: DemoFiles) throws {
        directory = "\(demo.directory)/neighbours"
        guard mkdir(directory, 0o700) == 0 else { throw Trouble("can't make \(directory): \(errno)") }
        rules = NeighbourFiles.shipped("rules/prometheus")
        consoles = NeighbourFiles.shipped("dashboards/consoles")
    }

    private static func shipped(_ folder: String) -> String? {
        let path = WorkingDirectory.absolute(folder)
        return access(path, R_OK) == 0 ? path : nil
    }

    /// One receiver that nobody listens to: what it shows is what counts here.
    func writeAlertmanager() throws {
        try put("alertmanager.yml", "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
    }

    var alertmanagerArguments: [String] {
        [
            "--config.file=\(directory)/alertmanager.yml", "--storage.path=\(directory)/alertmanager",
            "--web.systemd-socket", "--cluster.listen-address=", "--log.level=warn",
        ]
    }

    func write(scraping defib: Int, alertmanager: String) throws {
        let rules = rules.map { "\"\($0)/*.rules.yml\"" } ?? ""
        try put(
            "prometheus.yml",
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            scrape_configs:
              - job_name: defib
                static_configs: [{targets: ["127.0.0.1:\(defib)"]}]
            alerting:
              alertmanagers:
                - static_configs: [{targets: ["\(alertmanager.dropFirst("http://".count))"]}]
            rule_files: [\(rules)]
            """
        )
    }

    func prometheusArguments(port: Int) -> [String] {
        [
            "--config.file=\(directory)/prometheus.yml", "--storage.tsdb.path=\(directory)/prometheus",
            "--web.listen-address=127.0.0.1:\(port)", "--log.level=warn",
        ] + (consoles.map { ["--web.console.templates=\($0)"] } ?? [])
    }

    private func put(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(name)"))
    }
}
