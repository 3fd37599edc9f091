/// A mapping's entries in the order written, each key once, with those of merged mappings behind.
struct MappingEntries {
    private var own: [YAMLValue.Entry] = []
    private var merged: [YAMLValue.Entry] = []
    /// Of own keys, once there are many: most mappings have three, and looking through those costs less than a dictionary.
    private var places: [String: Place] = [:]
    private static let few = 16

    /// Adds the entry, unless its key is there: then, where that stands.
    mutating func add(_ entry: YAMLValue.Entry) -> Place? {
        if let first = place(of: entry.key) { return first }
        own.append(entry)
        if own.count == MappingEntries.few {
            for each in own { places[each.key] = each.keyPlace }
        } else if own.count > MappingEntries.few {
            places[entry.key] = entry.keyPlace
        }
        return nil
    }

    private func place(of key: String) -> Place? {
        own.count < MappingEntries.few ? own.first { $0.key == key }?.keyPlace : places[key]
    }

    /// `<<: *base` (YAML 1.1's merge key): the other mapping's entries, wherever the key is not set here.
    mutating func merge(_ value: YAMLValue, at place: Place) throws(YAMLReader.Stop) {
        guard case .mapping(let entries) = value.content else {
            throw YAMLReader.Stop(place, "'<<' merges a mapping, but this is \(value.kind)")
        }
        merged += entries
    }

    var resolved: [YAMLValue.Entry] {
        guard !merged.isEmpty else { return own }
        var known = Set(own.map(\.key))
        return own + merged.filter { known.insert($0.key).inserted }
    }
}
