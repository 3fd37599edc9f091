/// What the sandbox does about a request. Most answers are JSON; the rest is what broken servers and proxies do.
struct Answer: Sendable {
    enum Body: Hashable, Sendable {
        case bytes([UInt8])
        /// Promises one byte more than it sends, and then closes the connection.
        case truncated([UInt8])
        /// So many bytes of white space, which a JSON parser would read to the end.
        case huge(Int)
        /// White space, a little at a time, until the caller has had enough.
        case endless
    }

    enum Conduct: Hashable, Sendable {
        case answers
        /// Closes the connection without a word.
        case hangsUp
        /// Keeps the connection and says nothing for this long, then closes it.
        case staysSilent(Duration)
    }

    var status: Int
    var headers: [(name: String, value: String)]
    var body: Body
    var conduct = Conduct.answers

    static func json(_ status: Int, _ value: JSON, type: String = "application/json") -> Answer {
        Answer(status: status, headers: [("Content-Type", type)], body: .bytes(value.bytes))
    }

    static func conduct(_ conduct: Conduct) -> Answer {
        Answer(status: 0, headers: [], body: .bytes([]), conduct: conduct)
    }

    /// The status for the log; nil where no answer was given.
    var loggedStatus: Int? { conduct == .answers ? status : nil }

    func header(_ name: String, _ value: String) -> Answer {
        var copy = self
        copy.headers.append((name, value))
        return copy
    }
}
