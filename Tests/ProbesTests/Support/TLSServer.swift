import Glibc

/// `openssl s_server` on a free port of loopback, with a certificate made for it. It answers HTTP as well.
final class TLSServer {
    let port: Int
    /// The certificate, which signs itself and so is its own authority.
    let certificate: String
    private let process: Command
    private let folder: String
    /// Kept open, since it would die of a broken pipe.
    private let output: Int32

    /// `days` from now until it expires; below 0 it has expired.
    init(name: String = "localhost", days: Int = 90, options: [String] = []) throws {
        var template = Array("/tmp/defib-tls-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Command.Failure(description: "mkdtemp: errno \(errno)") }
        folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let (key, request, extensions) = ("\(folder)/key.pem", "\(folder)/request.pem", "\(folder)/extensions")
        certificate = "\(folder)/certificate.pem"
        try Command.run("openssl req -newkey rsa:2048 -nodes -keyout \(key) -out \(request) -subj /CN=\(name)")
        try Command.run(["sh", "-c", "echo subjectAltName=DNS:\(name),IP:127.0.0.1 > \(extensions)"])
        try Command.run(
            "openssl x509 -req -in \(request) -signkey \(key) -days \(days) -extfile \(extensions) -out \(certificate)"
        )
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Command.Failure(description: "pipe: errno \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let words = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"]
        process = try Command(words + options, output: ends[1])
        close(ends[1])
        output = ends[0]
        port = try TLSServer.readPort(output)
    }

    deinit {
        process.end()
        close(output)
        _ = try? Command.run("rm -r \(folder)")
    }

    /// It says `ACCEPT 127.0.0.1:41234` once it listens. What it says later is not read, and little.
    private static func readPort(_ output: Int32) throws -> Int {
        var text = ""
        var chunk = [UInt8](repeating: 0, count: 1_024)
        while case let count = read(output, &chunk, chunk.count), count > 0 {
            text += String(decoding: chunk[..<count], as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            guard let line = lines.first(where: { $0.hasPrefix("ACCEPT ") }) else { continue }
            if let port = line.split(separator: ":").last.flatMap({ Int($0) }) { return port }
        }
        throw Command.Failure(description: "openssl s_server: \(text)")
    }
}
