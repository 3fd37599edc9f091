import FoundationEssentials
import Sandbox

/// The built `defib`, which lies beside this test bundle.
enum Program {
    static let path: String = {
        let bundle = (try? OwnProgram.path()) ?? ""
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "defib").path
    }()
}

/// How a program that ran to its end ended.
struct Ending: Sendable {
    /// 128 + n where signal n ended it.
    var code: Int32
    var output: String
    var errors: String

    var lines: [Substring] { errors.split(separator: "\n") }
}

extension NetworkNamespace {
    /// Runs a program inside this namespace to its end.
    func complete(_ arguments: [String]) async throws -> Ending {
        let folder = try Folder()
        defer { folder.remove() }
        let process = try await launch(
            ["sh", "-c", #"exec "$@" >"$0" </dev/null"#, folder.file("output")] + arguments,
            errorsTo: folder.file("errors")
        )
        let code = await process.exitCode()
        return Ending(code: code, output: folder.text(of: "output"), errors: folder.text(of: "errors"))
    }

    /// Runs `defib` inside this namespace to its end.
    func defib(_ arguments: String...) async throws -> Ending {
        try await complete([Program.path] + arguments)
    }
}
