import Engine
import Testing

@testable import Configuration

@Suite("Time zones")
struct ZoneTests {
    /// A zone file as RFC 8536 has it: an empty first part, then what is given.
    static func file(
        version: Character = "2",
        offsets: [Int32] = [3_600, 7_200],
        changes: [(Int64, UInt8)] = [],
        leaps: UInt32 = 0,
        footer: String = ""
    ) -> [UInt8] {
        func big<T: FixedWidthInteger>(_ number: T) -> [UInt8] { withUnsafeBytes(of: number.bigEndian, Array.init) }
        func header(_ times: Int, _ types: Int, _ leaps: UInt32) -> [UInt8] {
            let counts = [0, 0, leaps, UInt32(times), UInt32(types), 4]
            return Array("TZif\(version)".utf8) + Array(repeating: 0, count: 15) + counts.flatMap(big)
        }
        var bytes = header(0, 1, 0) + big(Int32(0)) + [0, 0] + Array("UTC\0".utf8)
        bytes += header(changes.count, offsets.count, leaps)
        bytes += changes.flatMap { big($0.0) } + changes.map(\.1)
        bytes += offsets.flatMap { big($0) + [0, 0] } + Array("ABC\0".utf8)
        bytes += Array(repeating: 0, count: Int(leaps) * 12)
        return bytes + Array("\n\(footer)\n".utf8)
    }

    private let table = "# comment\nSE\t+5920+01803\tEurope/Stockholm\nUS\t+404251-0740023\tAmerica/New_York\tEastern\n"

    private func finder(_ zones: [String: [UInt8]], table: String? = nil) -> ZoneFinder<FilesInMemory> {
        var files = zones
        if let table { files["zone.tab"] = Array(table.utf8) }
        return ZoneFinder(
            FilesInMemory(bytes: Dictionary(uniqueKeysWithValues: files.map { (ZoneDatabase.path(of: $0), $1) }))
        )
    }

    private func problem(_ name: String, _ zones: [String: [UInt8]] = [:], table: String? = nil) -> SyntaxProblem? {
        do throws(SyntaxProblem) {
            _ = try finder(zones, table: table).zone(name)
            return nil
        } catch {
            return error
        }
    }

    @Test("what the file holds comes first, and its rule goes on to the year 2200")
    func table_and_rule() throws {
        let bytes = ZoneTests.file(
            changes: [(1_774_746_000, 1), (1_792_890_000, 0)],
            footer: "CET-1CEST,M3.5.0,M10.5.0/3"
        )
        let zone = try finder(["Europe/Stockholm": bytes]).zone("Europe/Stockholm")
        #expect(zone.name == "Europe/Stockholm")
        #expect(zone.firstOffset == 3_600)
        // 29 March 2026, 25 October 2026; then 28 March 2027, 31 October 2027: all at 01:00 UTC.
        #expect(zone.changes.prefix(4).map(\.at) == [1_774_746_000, 1_792_890_000, 1_806_195_600, 1_824_944_400])
        #expect(zone.changes.prefix(4).map(\.offset) == [7_200, 3_600, 7_200, 3_600])
        #expect(zone.changes.count == 2 + 2 * (2_200 - 2_026))
    }

    @Test(
        "rules of every form",
        arguments: [
            // No summer time at all.
            ("<+0530>-5:30", [Int64]()),
            // Ireland's winter is its summer time turned around.
            ("IST-1GMT0,M10.5.0,M3.5.0/1", [1_774_746_000, 1_792_890_000]),
            // A day before, and two hours after midnight of the day after.
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", [1_774_746_000, 1_792_890_000]),
            ("IST-2IDT,M3.4.4/26,M10.5.0", [1_774_569_600, 1_792_882_800]),
            // The 60th day of a year without 29 February, by either way of counting: 1 March.
            ("AAA0BBB,J60/0,J61/1", [1_772_323_200, 1_772_409_600]),
            ("AAA0BBB,59/0,60/1", [1_772_323_200, 1_772_409_600]),
        ]
    )
    func rules(text: String, seconds: [Int64]) throws {
        let rule = try #require(ZoneRule(text))
        // 1 January 2026.
        #expect(rule.changes(after: 1_767_225_600, through: 2026).map(\.at) == seconds)
    }

    @Test("summer time all the year has no gap at New Year")
    func endlessSummer() throws {
        let rule = try #require(ZoneRule("EST5EDT,0/0,J365/25"))
        #expect(Set(rule.changes(after: 1_767_225_600, through: 2030).dropLast().map(\.offset)) == [-14_400])
    }

    @Test(
        "what is no rule",
        arguments: [
            "", "CE-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-25", "<>1", "CET-1 ",
        ]
    )
    func badRules(text: String) {
        #expect(ZoneRule(text) == nil)
    }

    @Test("UTC needs no database")
    func utc() throws {
        #expect(try finder([:]).zone("UTC") == .utc)
    }

    @Test("a missing database is told with its remedy")
    func missingDatabase() {
        #expect(
            problem("Europe/Stockholm")
                == SyntaxProblem(
                    "there is no time zone database in /usr/share/zoneinfo",
                    "install the package tzdata, or use 'UTC'"
                )
        )
    }

    @Test(
        "a name that is not there says what was meant",
        arguments: [
            ("Europe/Stokholm", "Europe/Stockholm"), ("europe/stockholm", "Europe/Stockholm"),
            ("Stockholm", "Europe/Stockholm"), ("Sweden/Stockholm", "Europe/Stockholm"),
            ("America/New-York", "America/New_York"),
        ]
    )
    func meant(name: String, suggestion: String) {
        #expect(problem(name, table: table)?.suggestion == "did you mean '\(suggestion)'?")
    }

    @Test(
        "no name leads out of the database",
        arguments: [
            "../../etc/passwd", "/etc/localtime", "Europe/../../x", "Europe//Stockholm", "", ".", "a\0b", "Ö/x",
        ]
    )
    func traversal(name: String) {
        #expect(problem(name, table: table)?.message.contains("is not a time zone's name") == true)
    }

    @Test("damaged files are told as such")
    func damage() {
        let good = ZoneTests.file(changes: [(0, 1)], footer: "CET-1")
        func words(_ bytes: [UInt8]) -> String? { problem("A", ["A": bytes])?.message }
        #expect(words(good) == nil)
        #expect(words(Array("nonsense".utf8))?.hasSuffix("is no compiled time zone") == true)
        #expect(words(Array(good.prefix(60)))?.hasSuffix("ends too early") == true)
        #expect(words(ZoneTests.file(version: "\0"))?.contains("version 1") == true)
        #expect(words(ZoneTests.file(leaps: 2))?.contains("leap seconds") == true)
        #expect(words(ZoneTests.file(offsets: [90_000_000]))?.contains("offsets no clock has") == true)
        #expect(words(ZoneTests.file(changes: [(5, 0), (5, 1)]))?.contains("out of order") == true)
        #expect(words(ZoneTests.file(changes: [(5, 9)]))?.contains("out of order") == true)
        #expect(words(ZoneTests.file(footer: "CET"))?.contains("a rule that is none") == true)
    }

    @Test("every zone of this system's database can be read", .enabled(if: !Self.installed.isEmpty, "needs tzdata"))
    func everyZone() throws {
        let finder = ZoneFinder(FilesOnDisk())
        for name in Self.installed {
            let zone = try finder.zone(name)
            #expect(zip(zone.changes, zone.changes.dropFirst()).allSatisfy { $0.at < $1.at }, "\(name)")
            #expect(zone.changes.allSatisfy { abs($0.offset) <= 16 * 3_600 }, "\(name)")
        }
    }

    private static let installed: [String] = {
        let path = ZoneDatabase.path(of: "zone.tab")
        guard let bytes = try? FilesOnDisk().read(path, limit: 1 << 20) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { String($0.split(separator: "\t")[2]) }
    }()
}

@Suite("Whatever a zone file holds")
struct ZoneFuzzTests {
    @Test("damaged, it ends in a zone or in words")
    func damage() {
        let good = ZoneTests.file(
            changes: [(-5_000_000_000, 1), (0, 0), (1_774_746_000, 1)],
            footer: "CET-1CEST,M3.5.0,M10.5.0/3"
        )
        var random = SeededRandom(seed: 7)
        var read = 0
        for _ in 0..<FuzzRounds.times(5_000) {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                bytes[index] = UInt8.random(in: 0...255, using: &random)
            }
            if Int.random(in: 0..<4, using: &random) == 0 {
                bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
            }
            if let file = try? ZoneFile(bytes), let zone = try? Zone(name: "A", file: file) {
                #expect(zip(zone.changes, zone.changes.dropFirst()).allSatisfy { $0.at < $1.at })
                read += 1
            }
        }
        #expect(read > 100)
    }

    @Test("any text is a rule or none")
    func rules() {
        let parts = [
            "CET", "-1", "<+03>", "3", ",", "M3.5.0", "/", "J60", "0", ":30", "CEST", "+", "M", ".", "366", "é",
        ]
        var random = SeededRandom(seed: 8)
        for _ in 0..<FuzzRounds.times(10_000) {
            let text = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                parts[Int.random(in: parts.indices, using: &random)]
            }.joined()
            let changes = ZoneRule(text)?.changes(after: 0, through: 1990) ?? []
            #expect(zip(changes, changes.dropFirst()).allSatisfy { $0.at < $1.at }, "\(text)")
        }
    }
}
