import Glibc
import Testing

@testable import Web

struct GzipTests {
    @Test(arguments: [[], [0], [1_000, 1], [65_536, 65_536, 65_536], [1_000_000]])
    func whatWasCompressedReadsBack(lengths: [Int]) async throws {
        let random = (0..<1_000_000).map { number in UInt8(truncatingIfNeeded: (number &* 2_654_435_761) >> 13) }
        // What can't be compressed, and what can.
        for source in [random, Array(repeating: 7, count: 1_000_000)] {
            let parts = lengths.map { Array(source.prefix($0)) }
            #expect(try unpacked(try packed(parts)) == Array(parts.joined()))
        }
    }

    @Test(
        arguments: [
            (nil, .identity), ("", .identity), ("gzip", .gzip), ("GZip", .gzip), ("deflate, br", .identity),
            ("deflate, gzip;q=1.0, *;q=0.5", .gzip), ("gzip;q=0", .identity), ("gzip; q=0.2, identity", .identity),
            ("identity;q=0.5, gzip;q=0.5", .gzip), ("*", .gzip), ("*;q=0", .identity), ("gzip;q=x", .identity),
            ("x-gzip", .gzip),
        ] as [(String?, ContentCoding)]
    )
    func aCodingIsAgreedOn(header: String?, coding: ContentCoding) {
        #expect(ContentCoding.negotiated(acceptEncoding: header) == coding)
    }

    @Test func onlySoManyLongAnswersAreReadAtOnce() throws {
        let turnstile = Turnstile(places: 2)
        var places = [try turnstile.enter(), try turnstile.enter()]
        #expect(throws: Refusal.self) { _ = try turnstile.enter() }
        places.removeLast()
        places.append(try turnstile.enter())
        #expect(places.count == 2)
    }

    private func packed(_ parts: [[UInt8]]) throws -> [UInt8] {
        var gzip = try Gzip()
        var bytes: [UInt8] = []
        for part in parts { bytes += try gzip.compress(part) ?? [] }
        return try bytes + gzip.finish()
    }

    /// By gzip itself.
    private func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        var template = Array("/tmp/defib-gzip-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        try #require(write(descriptor, bytes, bytes.count) == bytes.count)
        close(descriptor)
        let pipe = try #require(popen("gzip -dc <\(path)", "r"))
        var plain: [UInt8] = []
        while case let byte = fgetc(pipe), byte != EOF { plain.append(UInt8(truncatingIfNeeded: byte)) }
        try #require(pclose(pipe) == 0)
        return plain
    }
}
