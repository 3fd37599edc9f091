internal import Engine

/// Finds time zones by their IANA names in the system's database.
struct ZoneFinder<Files: FileSource> {
    private let files: Files

    init(_ files: Files) {
        self.files = files
    }

    /// - Throws: what is wrong with the name, or with the database.
    func zone(_ name: String) throws(SyntaxProblem) -> Zone {
        if name == "UTC" { return .utc }
        guard ZoneDatabase.isName(name) else {
            throw SyntaxProblem("'\(name.excerpt)' is not a time zone's name", "write one such as 'Europe/Stockholm'")
        }
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try files.read(ZoneDatabase.path(of: name), limit: 1 << 20)
        } catch {
            throw problem(name, error)
        }
        do throws(ZoneFile.Damage) {
            return try Zone(name: name, file: try ZoneFile(bytes))
        } catch {
            throw SyntaxProblem("the zone file '\(ZoneDatabase.path(of: name))' \(error.words)", "install tzdata anew")
        }
    }

    private func problem(_ name: String, _ failure: FileFailure) -> SyntaxProblem {
        let known = knownNames()
        switch failure {
        case .missing where known.isEmpty:
            return SyntaxProblem(
                "there is no time zone database in \(ZoneDatabase.folder)",
                "install the package tzdata, or use 'UTC'"
            )
        case .missing:
            return SyntaxProblem(
                "there is no time zone '\(name.excerpt)'",
                ZoneDatabase.meant(name, among: known + ["UTC"]).map { "did you mean '\($0)'?" }
                    ?? "write one of IANA's names, such as 'Europe/Stockholm', or 'UTC'"
            )
        case .isDirectory:
            let example = known.first { $0.hasPrefix(name + "/") } ?? "Europe/Stockholm"
            return SyntaxProblem("'\(name.excerpt)' is a region with many time zones", "name one, such as '\(example)'")
        case .notPermitted, .notRegular, .tooLarge, .system:
            return SyntaxProblem("can't read the time zone '\(name.excerpt)': \(failure)", failure.remedy)
        }
    }

    /// Those of the database's own table, in its order; empty where there is none.
    private func knownNames() -> [String] {
        guard let bytes = try? files.read(ZoneDatabase.path(of: "zone.tab"), limit: 1 << 20) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let columns = line.split(separator: "\t")
            return line.hasPrefix("#") || columns.count < 3 ? nil : String(columns[2])
        }
    }
}

/// Where the system keeps its zones, and how their names look.
enum ZoneDatabase {
    static let folder = "/usr/share/zoneinfo"

    static func path(of name: String) -> String { "\(folder)/\(name)" }

    /// Words of letters, digits, `_`, `+` and `-`, joined by slashes: no path out of the folder is one.
    static func isName(_ text: String) -> Bool {
        text.utf8.count <= 64
            && text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { word in
                guard let first = word.unicodeScalars.first, Lexer.startsWord(first) else { return false }
                return word.unicodeScalars.allSatisfy { Lexer.continuesWord($0) || $0 == "+" }
            }
    }

    /// People know the city, and sometimes put it into the wrong region.
    static func meant(_ name: String, among known: [String]) -> String? {
        if let nearest = Suggestion.nearest(to: name, among: known) { return nearest }
        func city(_ name: String) -> String { name.split(separator: "/").last.map(String.init) ?? name }
        let cities = known.map(city)
        let meant =
            cities.first { $0.lowercased() == city(name).lowercased() }
            ?? Suggestion.nearest(to: city(name), among: cities)
        return meant.flatMap { meant in known.first { city($0) == meant } }
    }
}

extension Zone {
    /// Clocks' changes are spelt out until then, so that the engine needs no rules.
    static let lastYear: Int64 = 2200

    init(name: String, file: ZoneFile) throws(ZoneFile.Damage) {
        var changes = file.changes
        if !file.footer.isEmpty {
            guard let rule = ZoneRule(file.footer) else { throw ZoneFile.Damage("ends in a rule that is none") }
            changes += rule.changes(after: file.changes.last?.at ?? 0, through: Zone.lastYear)
        }
        self.init(name: name, firstOffset: file.firstOffset, changes: changes)
    }
}
