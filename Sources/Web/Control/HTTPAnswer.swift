/// A response as our own server sends it over a connection that it closes afterwards.
struct HTTPAnswer {
    var status: Int
    var body: [UInt8]

    /// Nil for anything that is not a whole response with its length.
    init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let start = lines.first?.split(separator: " "), start.count >= 2, start[0] == "HTTP/1.1",
            let status = Int(start[1]), let length = HTTPAnswer.length(in: lines.dropFirst()),
            bytes.count - end.upperBound == length
        else { return nil }
        self.status = status
        body = Array(bytes[end.upperBound...])
    }

    private static func length(in lines: ArraySlice<Substring>) -> Int? {
        for line in lines {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2, sides[0].lowercased() == "content-length" else { continue }
            return Int(sides[1].drop { $0 == " " })
        }
        return nil
    }
}
