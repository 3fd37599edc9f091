public import Engine
internal import HTTPTypes

/// One target as Prometheus' http_sd takes it.
public struct DiscoveryGroup: Codable, Hashable, Sendable {
    /// One address; with a port, where one was asked for.
    public var targets: [String]
    /// The target's own, as Defib's metrics carry them, and `__meta_…` ones, which are gone after relabelling.
    public var labels: [String: String]

    public init(targets: [String], labels: [String: String]) {
        self.targets = targets
        self.labels = labels
    }
}

extension DiscoveryGroup {
    /// Nil while no address of the target is known.
    public init?(_ summary: FleetSlice.Summary) {
        guard let address = summary.reading.address else { return nil }
        let target = summary.target
        labels = Dictionary(target.labels.map { ($0.name, $0.value) }) { first, _ in first }
        labels["vps"] = target.id.text
        labels["name"] = target.name
        labels["__meta_defib_mode"] = (target.isThisMachine ? .observe : target.mode).rawValue
        labels["__meta_defib_origin"] = target.origin.rawValue
        for label in summary.reading.meta { labels[label.name] = label.value }
        targets = [address.isV4 ? "\(address)" : "[\(address)]"]
    }
}

extension DiscoveryGroup {
    func write(to text: inout JSONText) {
        text.object { text in
            text.member("labels") { $0.object(labels) }
            text.member("targets") { $0.array(targets) { text, target in text.string(target) } }
        }
    }
}

/// What is asked of `/api/v1/sd`: `?port=9100&match=role=web`.
struct DiscoveryQuery {
    /// Put behind each address; nil: none.
    var port: Int?
    /// All must be there with these values, as of a selector.
    var matches: [(name: String, value: String)] = []

    /// - Parameter parameters: in the order of the query, decoded.
    init(_ parameters: [(key: String, value: String)]) throws(Refusal) {
        for (key, value) in parameters {
            switch key {
            case "port":
                guard let port = Int(value), (1...65_535).contains(port) else {
                    throw Refusal(.badRequest, "port must be a number from 1 to 65535")
                }
                self.port = port
            case "match":
                let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, !parts[0].isEmpty else {
                    throw Refusal(.badRequest, "match must be a label and its value, such as match=role=web")
                }
                matches.append((String(parts[0]), String(parts[1])))
            case let other:
                throw Refusal(.badRequest, "there is no parameter '\(other.prefix(40))'; known are port and match")
            }
        }
    }

    /// Those asked for, as asked.
    func answer(_ groups: Views<DiscoveryGroup>) -> Views<DiscoveryGroup> { Answer(query: self, groups: groups) }

    private struct Answer: IteratorProtocol, Sendable {
        let query: DiscoveryQuery
        var groups: Views<DiscoveryGroup>

        mutating func next() -> DiscoveryGroup? {
            while let group = groups.next() {
                guard query.matches.allSatisfy({ group.labels[$0.name] ?? "" == $0.value }) else { continue }
                guard let port = query.port else { return group }
                return DiscoveryGroup(targets: group.targets.map { "\($0):\(port)" }, labels: group.labels)
            }
            return nil
        }
    }
}
