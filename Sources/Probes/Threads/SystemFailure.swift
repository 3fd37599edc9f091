import Glibc

/// A system call that failed while something was set up.
public struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, as the manual names it.
    public var call: String
    public var code: Int32

    init(_ call: String) {
        self.init(call, code: errno)
    }

    init(_ call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    public var description: String { "\(call): \(SystemFailure.text(code))" }

    /// The C library's words for an `errno`.
    static func text(_ code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
