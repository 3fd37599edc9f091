import Glibc
import Testing

/// Prometheus' own judge of a page.
enum Promtool {
    static let path = "/usr/bin/promtool"

    /// What `promtool check metrics` has to say: nothing where the page is good, or where it is not installed.
    static func objections(to page: [UInt8]) throws -> String {
        guard access(path, X_OK) == 0 else { return "" }
        var template = Array("/tmp/defib-page-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        let file = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(file) }
        try #require(write(descriptor, page, page.count) == page.count)
        close(descriptor)
        let pipe = try #require(popen("\(path) check metrics <\(file) 2>&1", "r"))
        var output: [UInt8] = []
        while case let byte = fgetc(pipe), byte != EOF { output.append(UInt8(truncatingIfNeeded: byte)) }
        let isGood = pclose(pipe) == 0
        return isGood && output.isEmpty ? "" : "not good: " + String(decoding: output, as: UTF8.self)
    }
}
