internal import Hummingbird
internal import NIOCore

/// Sends a long answer part by part. The next is made once the socket has taken the one before, so that whoever reads slowly
/// holds a part and no more, and no thread.
struct PartStream {
    /// Parts that were made already.
    let opening: [[UInt8]]
    var rest: Parts
    let coding: ContentCoding

    init(opening: [[UInt8]], _ rest: Parts, _ coding: ContentCoding) {
        self.opening = opening
        self.rest = rest
        self.coding = coding
    }

    @concurrent
    func write(to writer: inout any ResponseBodyWriter) async throws {
        var coder = try Coder(coding)
        for part in opening {
            if let bytes = try coder.code(part) { try await writer.write(ByteBuffer(bytes: bytes)) }
        }
        var rest = rest
        while let part = rest.next() {
            if let bytes = try coder.code(part) { try await writer.write(ByteBuffer(bytes: bytes)) }
            // A reader that is always ready would keep this thread of the pool, which has few, for a whole page.
            await Task.yield()
        }
        if let bytes = try coder.finish() { try await writer.write(ByteBuffer(bytes: bytes)) }
        try await writer.finish(nil)
    }
}

/// Parts as they go out.
private struct Coder: ~Copyable {
    private var gzip: Gzip?

    init(_ coding: ContentCoding) throws {
        gzip =
            switch coding {
            case .identity: nil
            case .gzip: try Gzip()
            }
    }

    /// Nil: nothing yet.
    mutating func code(_ part: [UInt8]) throws -> [UInt8]? {
        guard gzip != nil else { return part }
        return try gzip?.compress(part)
    }

    mutating func finish() throws -> [UInt8]? { try gzip?.finish() }
}
