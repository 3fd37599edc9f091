import Engine
import Glibc
import Transfer

/// The real one of Debian's, with a module for each case.
final class BlackboxExporter {
    static let path = "/usr/bin/prometheus-blackbox-exporter"
    static var isInstalled: Bool { access(path, X_OK) == 0 }

    private let process: Command
    private let port: Int
    private let output: Int32
    private let folder: String

    /// `modules`: a name, and its settings in YAML's flow style.
    init(modules: [(name: String, settings: String)]) throws {
        var template = Array("/tmp/defib-parity-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Command.Failure(description: "mkdtemp: errno \(errno)") }
        folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let lines = ["modules:"] + modules.map { "  \($0.name): \($0.settings)" }
        try BlackboxExporter.write(lines.joined(separator: "\n") + "\n", to: "\(folder)/blackbox.yml")
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Command.Failure(description: "pipe: errno \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        process = try Command(
            [
                BlackboxExporter.path, "--config.file=\(folder)/blackbox.yml",
                "--web.listen-address=127.0.0.1:0",
            ],
            output: ends[1]
        )
        close(ends[1])
        output = ends[0]
        port = try BlackboxExporter.readPort(output)
    }

    deinit {
        process.end()
        close(output)
        _ = try? Command.run("rm -r \(folder)")
    }

    /// What it says of one target, right now.
    func probe(_ target: String, module: String, through transfers: TransferLoop) async throws -> String {
        let request = TransferRequest(
            url: "http://127.0.0.1:\(port)/probe?module=\(module)&target=\(target)",
            deadline: 10_000
        )
        return String(decoding: try await transfers.perform(request).body, as: UTF8.self)
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw Command.Failure(description: "\(path): errno \(errno)") }
        fputs(text, file)
        fclose(file)
    }

    /// It logs `msg="Listening on" address=127.0.0.1:41234`. What it logs later fits the pipe.
    private static func readPort(_ output: Int32) throws -> Int {
        var text = ""
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(output, &chunk, chunk.count), count > 0 {
            text += String(decoding: chunk[..<count], as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            guard let line = lines.first(where: { $0.contains("\"Listening on\"") }) else { continue }
            if let port = line.split(separator: ":").last.flatMap({ Int($0) }) { return port }
        }
        throw Command.Failure(description: "blackbox_exporter: \(text)")
    }
}
