internal import Engine

/// A compiled time zone, TZif as in RFC 8536, version 2 or later: what the system's zone files hold.
struct ZoneFile {
    /// Seconds east of UTC before the first change.
    private(set) var firstOffset = 0
    /// In order of time.
    private(set) var changes: [Zone.Change] = []
    /// What goes on after the last change, as POSIX writes it; empty: nothing does.
    private(set) var footer = ""

    /// Why bytes are no zone: completes a sentence that names the file.
    struct Damage: Error, Equatable {
        var words: String

        init(_ words: String) {
            self.words = words
        }
    }

    init(_ bytes: [UInt8]) throws(Damage) {
        var reader = Reader(bytes)
        let first = try Header(&reader)
        guard first.version >= UInt8(ascii: "2") else {
            throw Damage("is of TZif's version 1, whose times end in 2038")
        }
        // What version 1 readers get: four bytes a time.
        try reader.skip(first.size(ofTime: 4))
        let header = try Header(&reader)
        guard header.leaps == 0 else { throw Damage("counts leap seconds, which no clock here does") }
        try readChanges(header, &reader)
        footer = try reader.footer()
    }

    private mutating func readChanges(_ header: Header, _ reader: inout Reader) throws(Damage) {
        var times: [Int64] = []
        for _ in 0..<header.times { times.append(try reader.integer64()) }
        var kinds: [Int] = []
        for _ in 0..<header.times { kinds.append(Int(try reader.byte())) }
        var offsets: [Int] = []
        for _ in 0..<header.types {
            offsets.append(Int(try reader.integer32()))
            try reader.skip(2)
        }
        try reader.skip(header.size(ofTime: 8) - header.times * 9 - header.types * 6)
        guard let first = offsets.first, offsets.allSatisfy({ abs($0) < 26 * 3_600 }) else {
            throw Damage("has offsets no clock has")
        }
        guard kinds.allSatisfy(offsets.indices.contains), zip(times, times.dropFirst()).allSatisfy(<) else {
            throw Damage("has its changes out of order")
        }
        firstOffset = first
        changes = zip(times, kinds).map { Zone.Change(at: $0, offset: offsets[$1]) }
    }

    private struct Header {
        var version: UInt8
        var leaps: Int
        var times: Int
        var types: Int
        private var utcMarks: Int
        private var standardMarks: Int
        private var characters: Int

        init(_ reader: inout Reader) throws(Damage) {
            for byte in "TZif".utf8 where try reader.byte() != byte { throw Damage("is no compiled time zone") }
            version = try reader.byte()
            try reader.skip(15)
            utcMarks = try reader.count()
            standardMarks = try reader.count()
            leaps = try reader.count()
            times = try reader.count()
            types = try reader.count()
            characters = try reader.count()
        }

        func size(ofTime width: Int) -> Int {
            times * (width + 1) + types * 6 + characters + leaps * (width + 4) + standardMarks + utcMarks
        }
    }

    /// Big-endian numbers, none beyond the end.
    private struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) {
            rest = bytes[...]
        }

        mutating func byte() throws(Damage) -> UInt8 {
            guard let byte = rest.popFirst() else { throw Damage("ends too early") }
            return byte
        }

        mutating func skip(_ count: Int) throws(Damage) {
            guard count >= 0, count <= rest.count else { throw Damage("ends too early") }
            rest = rest.dropFirst(count)
        }

        mutating func integer32() throws(Damage) -> Int32 {
            var bits: UInt32 = 0
            for _ in 0..<4 { bits = bits << 8 | UInt32(try byte()) }
            return Int32(bitPattern: bits)
        }

        mutating func integer64() throws(Damage) -> Int64 {
            var bits: UInt64 = 0
            for _ in 0..<8 { bits = bits << 8 | UInt64(try byte()) }
            return Int64(bitPattern: bits)
        }

        /// Of something the file must hold, so that no number in it makes us reserve more than it has.
        mutating func count() throws(Damage) -> Int {
            let count = Int(try integer32())
            guard (0...rest.count).contains(count) else { throw Damage("ends too early") }
            return count
        }

        /// Between two line ends.
        mutating func footer() throws(Damage) -> String {
            let line = UInt8(ascii: "\n")
            guard try byte() == line, let end = rest.firstIndex(of: line) else { throw Damage("has no end") }
            return String(decoding: rest[..<end], as: UTF8.self)
        }
    }
}
