internal import CZlib

/// Bytes in as few bytes as zlib finds, and back. Bare streams: the journal's rows have lengths of their own, and SQLite's file
/// is checked as a whole.
enum Deflate {
    /// Of journalled numbers, level 9 saves 0.5 % over 4 and takes three times as long; `Z_FILTERED` is 2 % smaller than the
    /// default strategy.
    private static let level: Int32 = 4

    /// The bytes as they are where zlib can't do better, for want of memory too.
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard defib_deflate_init(&stream, level, Z_FILTERED) == Z_OK else { return bytes }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, uLong(bytes.count)))
        return run(&stream, bytes, capacity: bound) { deflate($0, Z_FINISH) == Z_STREAM_END } ?? bytes
    }

    /// Nil for what does not give exactly so many bytes.
    static func expand(_ bytes: ArraySlice<UInt8>, to count: Int) -> [UInt8]? {
        var stream = z_stream()
        guard defib_inflate_init(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        let expanded = run(&stream, Array(bytes), capacity: count) { inflate($0, Z_FINISH) == Z_STREAM_END }
        return expanded?.count == count ? expanded : nil
    }

    private static func run(
        _ stream: inout z_stream,
        _ bytes: [UInt8],
        capacity: Int,
        _ work: (UnsafeMutablePointer<z_stream>) -> Bool
    ) -> [UInt8]? {
        var input = bytes
        var isWhole = false
        let output = [UInt8](unsafeUninitializedCapacity: max(capacity, 1)) { buffer, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = uInt(input.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = uInt(capacity)
                isWhole = work(&stream)
                count = capacity - Int(stream.avail_out)
            }
        }
        return isWhole ? output : nil
    }
}
