/// Files that exist only here, for tests and the simulation.
public struct FilesInMemory: FileSource {
    private let files: [String: [UInt8]]

    /// - Parameter files: texts by path.
    public init(_ files: [String: String]) {
        self.files = files.mapValues { Array($0.utf8) }
    }

    public init(bytes files: [String: [UInt8]]) {
        self.files = files
    }

    public func read(_ path: String, limit: Int) throws(FileFailure) -> [UInt8] {
        guard let bytes = files[path] else { throw FileFailure.missing }
        guard bytes.count <= limit else { throw FileFailure.tooLarge(limit: limit) }
        return bytes
    }

    public func paths(matching pattern: String) throws(FileFailure) -> [String] {
        files.keys.filter { Wildcard.matches($0, pattern) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// `*` and `?`, neither of which matches a slash.
enum Wildcard {
    static func matches(_ text: String, _ pattern: String) -> Bool {
        matches(Array(text.utf8)[...], Array(pattern.utf8)[...])
    }

    private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        let slash = UInt8(ascii: "/")
        if first == UInt8(ascii: "*") {
            let reach = text.prefix { $0 != slash }.count
            return (0...reach).contains { matches(text.dropFirst($0), rest) }
        }
        guard let head = text.first else { return false }
        let fits = first == UInt8(ascii: "?") ? head != slash : head == first
        return fits && matches(text.dropFirst(), rest)
    }
}
