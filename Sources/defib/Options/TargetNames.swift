import Configuration
import Engine

/// What people call a VPS: a target's name, or the provider's id.
enum TargetNames {
    static func target(_ text: String, in configuration: LoadedConfiguration) -> Target? {
        let targets = configuration.policy.targets
        return targets.first { $0.name == text } ?? targets.first { $0.id.text == text }
    }

    /// The id behind a name; an id that is no target's stands for itself.
    static func id(_ text: String, in configuration: LoadedConfiguration) throws(Trouble) -> VPSID {
        if let target = target(text, in: configuration) { return target.id }
        if text.hasPrefix("vps_"), let id = VPSID(text) { return id }
        throw unknown(text, among: configuration.policy.targets.map(\.name))
    }

    static func unknown(_ text: String, among names: [String]) -> Trouble {
        let remedy = Suggestion.nearest(to: text, among: names).map { "did you mean '\($0)'?" }
        return Trouble("no target is called '\(text.prefix(80))'; \(remedy ?? listed(names))")
    }

    private static func listed(_ names: [String]) -> String {
        guard !names.isEmpty else { return "there are no targets" }
        let shown = names.prefix(8).joined(separator: ", ")
        return "there are: \(shown)\(names.count > 8 ? ", and \(names.count - 8) more" : "")"
    }
}
