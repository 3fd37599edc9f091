import ArgumentParser
import Configuration
import Glibc

/// Which configuration a command reads.
struct ConfigurationOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration to read (default: ./defib.yml, else /etc/defib/defib.yml).",
            valueName: "path"
        )
    )
    var config: String?

    private static let usualPaths = ["./defib.yml", "/etc/defib/defib.yml"]

    /// The path that was named, or the first of the usual ones that is there; nil where none is.
    var path: String? {
        config ?? ConfigurationOption.usualPaths.first { access($0, F_OK) == 0 }
    }

    func requiredPath() throws(Trouble) -> String {
        guard let path else {
            throw Trouble(
                "no configuration: there is neither ./defib.yml nor /etc/defib/defib.yml; "
                    + "write one with 'defib init', or name yours with --config"
            )
        }
        return path
    }

    /// The configuration, or everything that is wrong with it.
    func load() throws(Trouble) -> LoadedConfiguration {
        switch ConfigurationLoader.load(path: try requiredPath()) {
        case .loaded(let configuration): return configuration
        case .refused(let diagnostics): throw Trouble(diagnostics)
        }
    }

    /// Nil where none was named and none of the usual ones is there.
    func loadIfThere() throws(Trouble) -> LoadedConfiguration? {
        path == nil ? nil : try load()
    }

    /// For what is worth doing without one: nil where it is missing or wrong.
    func loadIfUsable() -> LoadedConfiguration? {
        guard let path, case .loaded(let configuration) = ConfigurationLoader.load(path: path) else { return nil }
        return configuration
    }
}
