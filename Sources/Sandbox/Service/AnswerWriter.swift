import HTTPTypes
import HummingbirdCore
import NIOCore

/// Writes an answer to a connection, or does to the connection what the answer says instead.
struct AnswerWriter: Sendable {
    let channel: any Channel

    private struct ConnectionGone: Error {}

    @concurrent
    func write(_ answer: Answer, to writer: consuming ResponseWriter) async throws {
        switch answer.conduct {
        case .answers: break
        case .hangsUp: try await hangUp()
        case .staysSilent(let time):
            try await stayWhileConnected(for: time)
            try await hangUp()
        }
        switch answer.body {
        case .bytes(let bytes):
            let head = head(answer, length: bytes.count)
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .truncated(let bytes):
            var body = try await writer.writeHead(head(answer, length: bytes.count + 1))
            try await body.write(ByteBuffer(bytes: bytes))
            try await hangUp()
        case .huge(let count):
            var body = try await writer.writeHead(head(answer, length: count))
            try await pour(count, into: &body)
            try await body.finish(nil)
        case .endless:
            var body = try await writer.writeHead(head(answer, length: nil))
            while true {
                try await body.write(ByteBuffer(repeating: UInt8(ascii: " "), count: 1024))
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    @concurrent
    private func pour(_ count: Int, into body: inout some ResponseBodyWriter) async throws {
        var rest = count
        while rest > 0 {
            let size = min(rest, 64 * 1024)
            try await body.write(ByteBuffer(repeating: UInt8(ascii: " "), count: size))
            rest -= size
        }
    }

    /// Waits, but not for a caller who has gone: that one's connection would be held for the whole time.
    private func stayWhileConnected(for time: Duration) async throws {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end, channel.isActive {
            try await Task.sleep(for: min(.milliseconds(200), end - ContinuousClock.now))
        }
    }

    /// Closes and leaves by an error, so that no server writes anything more.
    private func hangUp() async throws {
        try? await channel.close()
        throw ConnectionGone()
    }

    private func head(_ answer: Answer, length: Int?) -> HTTPResponse {
        var fields = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        if let length { fields[.contentLength] = String(length) }
        return HTTPResponse(status: .init(code: answer.status), headerFields: fields)
    }
}
