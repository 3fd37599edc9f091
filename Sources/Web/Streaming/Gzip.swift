internal import CZlib

/// One gzip stream in the making.
struct Gzip: ~Copyable {
    /// Metrics shrink to a twelfth at any level. The first three cost 3.5 ms a megabyte, the sixth, zlib's own choice, 9.
    static let level: Int32 = 2
    /// What is gathered before it is handed out: a part of metrics makes a few kilobytes.
    static let enough = 32_768

    private let stream: UnsafeMutablePointer<z_stream>
    private var output = [UInt8](repeating: 0, count: Gzip.enough * 2)
    private var used = 0

    init() throws(Failure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = defib_gzip_init(stream, Gzip.level)
        guard code == Z_OK else {
            stream.deallocate()
            throw Failure(code: code)
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// No memory, in practice.
    struct Failure: Error {
        var code: Int32
    }

    /// Takes in some more, and hands out what has been gathered once it is enough.
    mutating func compress(_ bytes: [UInt8]) throws(Failure) -> [UInt8]? {
        try deflate(bytes, Z_NO_FLUSH)
        return used >= Gzip.enough ? take() : nil
    }

    /// Ends the stream and hands out the rest.
    mutating func finish() throws(Failure) -> [UInt8] {
        try deflate([], Z_FINISH)
        return take()
    }

    private mutating func take() -> [UInt8] {
        defer { used = 0 }
        return Array(output[..<used])
    }

    private mutating func deflate(_ bytes: [UInt8], _ flush: Int32) throws(Failure) {
        var consumed = 0
        repeat {
            if used == output.count { output.append(contentsOf: repeatElement(0, count: Gzip.enough)) }
            try step(bytes, &consumed, flush)
        } while used == output.count
    }

    /// Until the input is used up or the output is full.
    private mutating func step(_ bytes: [UInt8], _ consumed: inout Int, _ flush: Int32) throws(Failure) {
        let (stream, start, filled) = (stream, consumed, used)
        let code = bytes.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                // zlib's pointers are not const, and yet it only reads.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + start })
                stream.pointee.avail_in = UInt32(input.count - start)
                stream.pointee.next_out = output.baseAddress.map { $0 + filled }
                stream.pointee.avail_out = UInt32(output.count - filled)
                return CZlib.deflate(stream, flush)
            }
        }
        // Nothing to do is no fault: Z_BUF_ERROR.
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw Failure(code: code) }
        consumed = bytes.count - Int(stream.pointee.avail_in)
        used = output.count - Int(stream.pointee.avail_out)
    }
}
