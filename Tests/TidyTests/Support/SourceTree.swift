import FoundationEssentials
import Glibc

/// The tree this test was compiled from.
enum SourceTree {
    static let root: String = {
        // Tests/TidyTests/Support/SourceTree.swift
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(4).joined(separator: "/")
    }()

    /// Paths of all files from the root, in order, without what is built or belongs to git.
    static let paths: [String] = {
        let top = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return top.filter { !$0.hasPrefix(".build") && $0 != ".git" }.flatMap(files).sorted()
    }()

    /// Ours, tests and benchmarks included.
    static let swiftFiles: [SwiftFile] = paths.filter { $0.hasSuffix(".swift") }.compactMap { path in
        read(path).map { SwiftFile(path, $0) }
    }

    static var sources: [SwiftFile] { swiftFiles.filter { $0.module != nil } }

    static func texts(where isWanted: (String) -> Bool) -> [TextFile] {
        paths.filter(isWanted).compactMap { path in read(path).map { TextFile(path, $0) } }
    }

    /// Nil where there is no such file, or no text in it.
    static func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: "\(root)/\(path)").flatMap { String(validating: $0, as: UTF8.self) }
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(root)/\(path)")
    }

    static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        return stat("\(root)/\(path)", &status) == 0 && status.st_mode & 0o111 != 0
    }

    private static func files(under path: String) -> [String] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder) else { return [] }
        guard isFolder else { return [path] }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(path)")) ?? []
        return entries.filter { $0 != "__pycache__" }.flatMap { files(under: "\(path)/\($0)") }
    }
}
