import Configuration
import Engine

/// What `probe` was asked to probe.
struct ProbeSubject {
    var probes: [ProbeDefinition]
    /// The target whose probes they are; nil for a URL or a host.
    var target: Target?
    /// How the provider is reached, for the agent's probes.
    var provider: ProviderSettings?

    private static let usualTimeout = TimeSpan.seconds(5)

    init(_ text: String, timeout: TimeSpan?, _ option: ConfigurationOption) throws(Trouble) {
        if !text.contains("://"), let configuration = try option.loadIfThere(),
            let target = TargetNames.target(text, in: configuration)
        {
            self.target = target
            provider = configuration.provider
            probes = target.probes.map { $0.with(timeout: timeout) }
            guard !probes.isEmpty else { throw Trouble("target '\(target.name)' has no probes; add some to it") }
            return
        }
        do throws(ArgumentSyntax.Problem) {
            let check = try ArgumentSyntax.check(text)
            let timeout = timeout ?? ProbeSubject.usualTimeout
            probes = [ProbeDefinition(name: check.kind, interval: timeout * 2, timeout: timeout, check: check)]
        } catch {
            throw Trouble("\(text.prefix(80)) is no target of the configuration, and as a URL or host: \(error)")
        }
    }
}

extension ProbeDefinition {
    fileprivate func with(timeout: TimeSpan?) -> ProbeDefinition {
        guard let timeout else { return self }
        var probe = self
        probe.timeout = timeout
        probe.interval = max(interval, timeout * 2)
        return probe
    }
}
