/// The protocol's version from the one line in which libcurl tells it: `SSL connection using TLSv1.3 / TLS_AES_…`.
///
/// It has no other word on it that outlives the connection. Where a later libcurl says it otherwise, the version is unknown.
enum TLSVersionText {
    private static let beginning = "SSL connection using TLSv"

    /// `1.0` to `1.3`; nil for any other line.
    static func version(in line: UnsafeRawBufferPointer) -> String? {
        guard line.starts(with: beginning.utf8) else { return nil }
        let rest = line[beginning.utf8.count...].prefix { $0 != UInt8(ascii: " ") }
        let version = String(decoding: rest, as: UTF8.self)
        // OpenSSL's name for the first one.
        return version == "1" ? "1.0" : ["1.1", "1.2", "1.3"].contains(version) ? version : nil
    }
}
