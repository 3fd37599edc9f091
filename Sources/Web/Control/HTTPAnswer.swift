/// A response as our own server sends it over a connection that it closes afterwards.
struct HTTPAnswer {
    var status: Int
    var body: [UInt8]

    /// Nil for anything that is not a whole response, with its length or in chunks.
    init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let start = lines.first?.split(separator: " "), start.count >= 2, start[0] == "HTTP/1.1",
            let status = Int(start[1]),
            let body = HTTPAnswer.body(bytes[end.upperBound...], headers: lines.dropFirst())
        else { return nil }
        self.status = status
        self.body = body
    }

    private static func body(_ bytes: ArraySlice<UInt8>, headers: ArraySlice<Substring>) -> [UInt8]? {
        if let length = value(of: "content-length", in: headers) {
            return Int(length) == bytes.count ? Array(bytes) : nil
        }
        return value(of: "transfer-encoding", in: headers) == "chunked" ? joined(bytes) : nil
    }

    /// The chunks' contents (RFC 9112 §7.1); nil unless the last is there. Our own server sends no extensions and no trailers.
    private static func joined(_ chunks: ArraySlice<UInt8>) -> [UInt8]? {
        var (rest, body) = (chunks, [UInt8]())
        while let lineEnd = rest.firstRange(of: Array("\r\n".utf8)) {
            let digits = String(decoding: rest[..<lineEnd.lowerBound], as: UTF8.self)
            guard let length = Int(digits, radix: 16), length >= 0,
                rest.endIndex - lineEnd.upperBound >= length + 2
            else { return nil }
            guard length > 0 else { return body }
            let end = lineEnd.upperBound + length
            body += rest[lineEnd.upperBound..<end]
            rest = rest[(end + 2)...]
        }
        return nil
    }

    private static func value(of name: String, in lines: ArraySlice<Substring>) -> String? {
        for line in lines {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2, sides[0].lowercased() == name else { continue }
            return String(sides[1].drop { $0 == " " })
        }
        return nil
    }
}
