/// A mapping's entries in the order written, each key once, with those of merged mappings behind.
struct MappingEntries {
    private var own: [YAMLValue.Entry] = []
    private var merged: [YAMLValue.Entry] = []
    private var places: [String: Place] = [:]

    /// Adds the entry, unless its key is there: then, where that stands.
    mutating func add(_ entry: YAMLValue.Entry) -> Place? {
        if let first = places[entry.key] { return first }
        places[entry.key] = entry.keyPlace
        own.append(entry)
        return nil
    }

    /// `<<: *base` (YAML 1.1's merge key): the other mapping's entries, wherever the key is not set here.
    mutating func merge(_ value: YAMLValue, at place: Place) throws(YAMLReader.Stop) {
        guard case .mapping(let entries) = value.content else {
            throw YAMLReader.Stop(place, "'<<' merges a mapping, but this is \(value.kind)")
        }
        merged += entries
    }

    var resolved: [YAMLValue.Entry] {
        var known = Set(places.keys)
        return own + merged.filter { known.insert($0.key).inserted }
    }
}
