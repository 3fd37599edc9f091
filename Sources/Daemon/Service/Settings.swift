import Alerting
import Configuration
import Engine
import HostUp
import Transfer

/// A configuration made ready to run: the policy with this machine's own addresses marked, the API's origin and key, and
/// the receivers.
struct Settings {
    var loaded: LoadedConfiguration
    var policy: Policy
    var origin: Origin
    var credential: Credential

    /// Reads the file, everything it names, and the key. Throws one text that names every fault.
    static func load(path: String) throws(StartError) -> Settings {
        switch ConfigurationLoader.load(path: path) {
        case .refused(let diagnostics): throw StartError(diagnostics.rendered)
        case .loaded(let loaded): return try Settings(loaded)
        }
    }

    init(_ loaded: LoadedConfiguration) throws(StartError) {
        self.loaded = loaded
        policy = loaded.policy
        let own = LocalAddresses.current()
        for index in policy.targets.indices {
            policy.targets[index].isThisMachine = policy.targets[index].isOn(own)
        }
        do throws(OriginError) { origin = try Origin(loaded.provider.baseURL) } catch { throw StartError("\(error)") }
        do throws(CredentialError) {
            credential = try Credential(loaded.provider.credential)
        } catch { throw StartError("\(error)") }
    }

    func receivers(through transport: any Transport, externalURL: String) -> [any Receiver] {
        let assembly = ReceiverAssembly(transport: transport, externalURL: externalURL)
        return loaded.receivers.map(assembly.receiver)
    }
}

extension Credential {
    /// From where the configuration says.
    init(_ source: CredentialSource) throws(CredentialError) {
        switch source {
        case .file(let path): self = try Credential.file(path)
        case .environment(let name): self = try Credential.environment(name)
        }
    }
}
