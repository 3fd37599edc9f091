import ArgumentParser
import Configuration

/// Which daemon a command is about: the one that keeps its journal and its control socket in this folder.
struct DaemonOption: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon's data_dir, where no configuration says it.", valueName: "path"))
    var dataDir: String?
    @OptionGroup var configuration: ConfigurationOption

    /// With the configuration, where there is one to be had: with the folder named, a broken one is no obstacle.
    func find() throws(Trouble) -> (directory: String, configuration: LoadedConfiguration?) {
        if let dataDir { return (dataDir, configuration.loadIfUsable()) }
        let loaded = try configuration.load()
        return (loaded.dataDirectory, loaded)
    }

    func door(timeout milliseconds: Int = 30_000) throws(Trouble) -> DaemonDoor {
        DaemonDoor(dataDirectory: try find().directory, timeout: milliseconds)
    }
}
