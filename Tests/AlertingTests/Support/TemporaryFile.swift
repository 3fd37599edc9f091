import Glibc
import Testing

/// A file that is gone with its owner.
final class TemporaryFile: Sendable {
    let path: String

    init(_ content: String) throws {
        var template = Array("/tmp/defib-alerting-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        close(descriptor)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try write(content)
    }

    func write(_ content: String) throws {
        let file = try #require(fopen(path, "w"))
        fputs(content, file)
        fclose(file)
    }

    deinit {
        unlink(path)
    }
}
