internal import Yams

/// YAML's text into values with places.
///
/// Yams resolves aliases by sharing nodes, names the place of the anchor rather than of the alias, and hashes mapping keys
/// to find duplicates, which a nest of aliases turns into exponential work. So aliases are hidden from it: every `*` is
/// replaced by a private character before parsing and put back afterwards, and what then stands at an alias's place is
/// resolved here, within limits.
struct YAMLReader {
    /// Deeper nesting than any configuration has.
    static let maximumDepth = 32
    /// Nodes, with every use of an alias counted: what bounds the "billion laughs" of nested aliases.
    static let maximumNodes = 2_000_000

    private let findings: Findings
    private let repair: DuplicateKeys
    private var anchors: [String: YAMLValue] = [:]
    private var nodes = 0

    /// The document's root; nil after reporting why there is none. Of a mapping's duplicate keys, all but the first are
    /// reported and left out.
    static func read(_ findings: Findings) -> YAMLValue? {
        do {
            return try document(findings)
        } catch let stop as Stop {
            findings.error(stop.place, stop.message, stop.suggestion)
        } catch let error as YamlError {
            SyntaxErrors.report(error, to: findings)
        } catch {
            findings.error(.start, "not readable as YAML")
        }
        return nil
    }

    private static func document(_ findings: Findings) throws -> YAMLValue? {
        let text = findings.source.text
        guard !text.unicodeScalars.contains(where: HiddenCharacters.isReserved) else {
            throw Stop(.start, "the file has private-use characters (U+E000 to U+F8FF)", "remove them")
        }
        var repair = DuplicateKeys(text: HiddenCharacters.hideStars(in: text))
        let (parser, root) = try repair.compose()
        // Yams keeps anchors alive only as long as the parser that met them.
        defer { withExtendedLifetime(parser) {} }
        guard let root else { throw Stop(.start, "the file is empty") }
        var reader = YAMLReader(findings: findings, repair: repair)
        return try reader.value(root, depth: 0)
    }

    private init(findings: Findings, repair: DuplicateKeys) {
        self.findings = findings
        self.repair = repair
    }

    /// Ends the reading of a file: what follows could not be trusted.
    struct Stop: Error {
        var place: Place
        var message: String
        var suggestion: String?

        init(_ place: Place, _ message: String, _ suggestion: String? = nil) {
            self.place = place
            self.message = message
            self.suggestion = suggestion
        }
    }

    private mutating func value(_ node: Node, depth: Int) throws(Stop) -> YAMLValue {
        let place = Place(node.mark)
        guard depth <= YAMLReader.maximumDepth else { throw Stop(place, "nested too deeply") }
        try count(1, place)
        let value: YAMLValue
        switch node {
        case .scalar(let scalar): value = try self.scalar(scalar, place)
        case .sequence(let sequence): value = try self.sequence(sequence, place, depth)
        case .mapping(let mapping): value = try self.mapping(mapping, place, depth)
        case .alias: throw Stop(place, "an alias where none can be")
        }
        if let anchor = node.anchor { anchors[anchor.rawValue] = value }
        return value
    }

    private mutating func count(_ more: Int, _ place: Place) throws(Stop) {
        nodes += more
        guard nodes <= YAMLReader.maximumNodes else {
            throw Stop(
                place,
                "the file grows beyond \(YAMLReader.maximumNodes) values when its aliases are resolved",
                "use fewer aliases of aliases"
            )
        }
    }
}

extension YAMLReader {
    private mutating func scalar(_ scalar: Node.Scalar, _ place: Place) throws(Stop) -> YAMLValue {
        try refuseTag(scalar.tag, place)
        let text = HiddenCharacters.showStars(in: scalar.string)
        let style = YAMLValue.ScalarStyle(scalar.style)
        guard style == .plain, text.hasPrefix("*") else {
            return YAMLValue(content: .scalar(text, style), place: place, weight: 1)
        }
        guard var value = anchors[String(text.dropFirst())] else {
            throw Stop(
                place,
                "unknown alias '\(text.excerpt)'",
                "an anchor, '&name', must come before its aliases; a text that starts with '*' needs quotes"
            )
        }
        try count(value.weight, place)
        value.place = place
        return value
    }

    private mutating func sequence(
        _ sequence: Node.Sequence,
        _ place: Place,
        _ depth: Int
    ) throws(Stop) -> YAMLValue {
        try refuseTag(sequence.tag, place)
        var items: [YAMLValue] = []
        var weight = 1
        for node in sequence {
            let item = try value(node, depth: depth + 1)
            weight += item.weight
            items.append(item)
        }
        return YAMLValue(content: .sequence(items), place: place, weight: weight)
    }

    private mutating func mapping(_ mapping: Node.Mapping, _ place: Place, _ depth: Int) throws(Stop) -> YAMLValue {
        try refuseTag(mapping.tag, place)
        var entries = MappingEntries()
        var weight = 1
        for (keyNode, valueNode) in mapping {
            let (key, keyPlace) = try key(keyNode)
            let value = try value(valueNode, depth: depth + 1)
            weight += 1 + value.weight
            if key == "<<" {
                try entries.merge(value, at: keyPlace)
            } else if let first = entries.add(YAMLValue.Entry(key: key, keyPlace: keyPlace, value: value)) {
                findings.error(keyPlace, "duplicate key '\(key.excerpt)'", "it is set in line \(first.line) already")
            }
        }
        return YAMLValue(content: .mapping(entries.resolved), place: place, weight: weight)
    }

    private func key(_ node: Node) throws(Stop) -> (String, Place) {
        let place = Place(node.mark)
        guard case .scalar(let scalar) = node else { throw Stop(place, "a mapping's key must be a word") }
        let text = HiddenCharacters.showStars(in: repair.original(of: scalar.string))
        guard !(scalar.style == .plain && text.hasPrefix("*")) else {
            throw Stop(place, "an alias can't stand for a key")
        }
        return (text, place)
    }

    /// Tags other than those of plain YAML ask for types that no configuration has.
    private func refuseTag(_ tag: Tag, _ place: Place) throws(Stop) {
        let name = String(describing: tag)
        guard name.isEmpty || name == "!" || name.hasPrefix("tag:yaml.org,2002:") else {
            throw Stop(place, "the tag '\(name.excerpt)' means nothing here", "remove it")
        }
    }
}
