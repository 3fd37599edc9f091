import FoundationEssentials
import Glibc
import Testing

/// A folder of one test's own, gone with it.
final class Folder {
    let path: String
    private var count = 0

    init() throws {
        var template = Array("/tmp/defib-cli-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        path = String(cString: made)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A path that nothing stands at.
    func fresh(_ name: String) -> String {
        count += 1
        return "\(path)/.\(name)-\(count)"
    }

    func write(_ text: String, to name: String, mode: mode_t = 0o644) throws {
        try write([UInt8](text.utf8), to: name, mode: mode)
    }

    func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o644) throws {
        let file = "\(path)/\(name)"
        if let slash = name.lastIndex(of: "/") { mkdir("\(path)/\(name[..<slash])", 0o755) }
        try Data(bytes).write(to: URL(filePath: file))
        chmod(file, mode)
    }

    func read(_ name: String) throws -> String { try Folder.read("\(path)/\(name)") }

    func has(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }

    static func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}
