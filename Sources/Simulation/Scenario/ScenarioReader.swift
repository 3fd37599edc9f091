public import Configuration
internal import Engine

/// Reads scenario files. All mistakes of a file are told at once, each with its place and a remedy.
public struct ScenarioReader {
    public enum Outcome: Sendable {
        case read(Plan)
        case refused([Diagnostic])
    }

    private let document: Document
    private var plan = Plan(seed: 1, length: .minutes(20), setup: Setup(), faults: [])

    public static func read(name: String, text: String) -> Outcome {
        var reader = ScenarioReader(document: Document(name: name, text: text))
        reader.read()
        let diagnostics = reader.document.diagnostics
        return diagnostics.isEmpty ? .read(reader.plan) : .refused(diagnostics)
    }

    private init(document: Document) { self.document = document }

    private mutating func read() {
        guard let root = document.root else { return }
        guard case .mapping(let entries) = root.value else {
            return document.refuse(root.place, "a scenario is a mapping", "begin with 'seed: 1'")
        }
        for (key, place, value) in entries {
            switch key {
            case "seed": plan.seed = number(value, "seed").map(UInt64.init(clamping:)) ?? plan.seed
            case "length": plan.length = span(value, "length") ?? plan.length
            case "setup": setup(value)
            case "faults": faults(value)
            default: unknown(key, place, among: ["seed", "length", "setup", "faults"])
            }
        }
        for fault in plan.faults {
            guard let guest = fault.guest, guest >= plan.setup.targets else { continue }
            document.refuse(
                root.place,
                "\(fault.kind.rawValue) befalls vps \(guest + 1), but there are \(plan.setup.targets)"
            )
        }
    }

    private func unknown(_ key: String, _ place: Place, among keys: [String]) {
        let nearest = Suggestion.nearest(to: key, among: keys).map { "did you mean '\($0)'?" }
        document.refuse(place, "unknown key '\(key)'", nearest ?? "known are \(keys.joined(separator: ", "))")
    }

    private func text(_ node: Document.Node, _ what: String) -> String? {
        if case .text(let text) = node.value { return text }
        document.refuse(node.place, "\(what) must be a single value")
        return nil
    }

    private func number(_ node: Document.Node, _ what: String) -> Int? {
        guard let text = text(node, what) else { return nil }
        if let number = Int(text), number >= 0 { return number }
        document.refuse(node.place, "\(what) is '\(text)'", "write a whole number")
        return nil
    }

    private func span(_ node: Document.Node, _ what: String) -> TimeSpan? {
        guard let text = text(node, what) else { return nil }
        do {
            return try ArgumentSyntax.duration(text)
        } catch {
            document.refuse(node.place, "\(what): \(error)")
            return nil
        }
    }

    private mutating func setup(_ node: Document.Node) {
        guard case .mapping(let entries) = node.value else {
            return document.refuse(node.place, "'setup' is a mapping of settings")
        }
        for (key, place, value) in entries {
            guard let field = SetupField.all.first(where: { $0.key == key }) else {
                unknown(key, place, among: SetupField.all.map(\.key))
                continue
            }
            guard let text = text(value, key) else { continue }
            do {
                try field.write(text, &plan.setup)
            } catch {
                document.refuse(value.place, "'\(text)' is no \(key)", (error as? SetupField.Misread)?.remedy)
            }
        }
    }

    private mutating func faults(_ node: Document.Node) {
        guard case .list(let items) = node.value else {
            return document.refuse(node.place, "'faults' is a list", "such as '- {at: 2m, fault: hang, vps: 1}'")
        }
        for item in items {
            guard let fault = fault(item) else { continue }
            if let last = plan.faults.last, fault.at < last.at {
                document.refuse(item.place, "this fault begins before the one above it", "sort them by 'at'")
            }
            plan.faults.append(fault)
        }
    }

    private func fault(_ node: Document.Node) -> Fault? {
        guard case .mapping(let entries) = node.value else {
            document.refuse(node.place, "a fault is a mapping", "such as {at: 2m, fault: hang, vps: 1}")
            return nil
        }
        var fault = Fault(.hang, at: .zero)
        var kind: Fault.Kind?
        for (key, place, value) in entries {
            switch key {
            case "at": fault.at = span(value, "at") ?? .zero
            case "for": fault.lasts = span(value, "for") ?? .zero
            case "vps": fault.guest = number(value, "vps").map { max(0, $0 - 1) }
            case "size": fault.size = number(value, "size") ?? 0
            case "fault": kind = self.kind(value)
            default: unknown(key, place, among: ["at", "fault", "vps", "for", "size"])
            }
        }
        guard let kind else {
            document.refuse(node.place, "it does not say which fault", "add 'fault: hang', for example")
            return nil
        }
        fault.kind = kind
        if kind.isOfGuest, fault.guest == nil {
            document.refuse(node.place, "\(kind.rawValue) befalls one VPS", "add 'vps: 1'")
        }
        return fault
    }

    private func kind(_ node: Document.Node) -> Fault.Kind? {
        guard let text = text(node, "fault") else { return nil }
        if let kind = Fault.Kind(rawValue: text) { return kind }
        let nearest = Suggestion.nearest(to: text, among: Fault.Kind.allCases.map(\.rawValue))
        document.refuse(node.place, "unknown fault '\(text)'", nearest.map { "did you mean '\($0)'?" })
        return nil
    }
}
