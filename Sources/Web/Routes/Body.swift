internal import Hummingbird
internal import NIOCore

/// The bodies of requests.
enum Body {
    static let maxBytes = 65_536

    static func decode<Value: Decodable>(_ type: Value.Type, from request: Request) async throws -> Value {
        let buffer = try await request.body.collect(upTo: maxBytes)
        do {
            return try JSON.decode(type, from: Array(buffer.readableBytesView))
        } catch {
            throw Refusal(.badRequest, JSON.complaint(about: error))
        }
    }
}
