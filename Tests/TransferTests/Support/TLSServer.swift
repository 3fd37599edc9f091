import Glibc

/// `openssl s_server` on a free loopback port, with a certificate made for the occasion.
final class TLSServer: Sendable {
    let port: String
    private let process: ChildProcess

    /// Answers HTTP requests with 200; `options` as in openssl-s_server(1).
    init(_ certificate: Certificate, options: [String] = ["-www"]) throws {
        let files = ["-cert", certificate.file, "-key", certificate.keyFile]
        process = try ChildProcess(["openssl", "s_server", "-accept", "127.0.0.1:0"] + files + options)
        while true {
            guard let line = process.readLine() else { throw SystemError(call: "openssl s_server", code: 0) }
            guard let address = line.split(separator: " ").last, line.hasPrefix("ACCEPT ") else { continue }
            port = String(address.drop { $0 != ":" }.dropFirst())
            return
        }
    }

    var url: String { "https://127.0.0.1:\(port)/" }
}

/// A self-signed certificate in a directory of its own.
final class Certificate: Sendable {
    let directory: String

    var file: String { directory + "/certificate.pem" }
    var keyFile: String { directory + "/key.pem" }

    /// For `names`, in the notation of openssl's subjectAltName, valid for 30 days from now.
    init(names: String) throws {
        directory = try Certificate.temporaryDirectory()
        try ChildProcess.run(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            keyFile,
            "-out",
            file,
            "-days",
            "30",
            "-subj",
            "/O=Tests/CN=leaf",
            "-addext",
            "subjectAltName=\(names)"
        )
    }

    /// Valid in January 2020.
    static func expired() throws -> Certificate {
        let certificate = try Certificate(names: "IP:127.0.0.1")
        let directory = certificate.directory
        try write(caConfiguration(directory), to: directory + "/ca.cnf")
        try write("", to: directory + "/index")
        let request = directory + "/request.pem"
        try ChildProcess.run(
            "openssl",
            "req",
            "-new",
            "-key",
            certificate.keyFile,
            "-subj",
            "/CN=leaf",
            "-out",
            request
        )
        try ChildProcess.run(
            "openssl",
            "ca",
            "-batch",
            "-config",
            directory + "/ca.cnf",
            "-selfsign",
            "-keyfile",
            certificate.keyFile,
            "-in",
            request,
            "-out",
            certificate.file,
            "-notext",
            "-startdate",
            "20200101000000Z",
            "-enddate",
            "20200201000000Z"
        )
        return certificate
    }

    deinit {
        try? ChildProcess.run("rm", "-r", directory)
    }

    private static func caConfiguration(_ directory: String) -> String {
        """
        [ca]
        default_ca = own
        [own]
        database = \(directory)/index
        new_certs_dir = \(directory)
        default_md = sha256
        rand_serial = yes
        policy = any
        [any]
        commonName = supplied

        """
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw SystemError(call: "open \(path)", code: errno) }
        fputs(text, file)
        fclose(file)
    }

    private static func temporaryDirectory() throws -> String {
        var template = Array("/tmp/defib-tls-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError(call: "mkdtemp", code: errno) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
