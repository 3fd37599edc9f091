import Glibc
import Testing

/// A key and a certificate for loopback that signs itself, gone with its owner.
final class Certificate {
    let folder: String
    var key: String { folder + "/key.pem" }
    var file: String { folder + "/certificate.pem" }

    init() throws {
        var template = Array("/tmp/defib-certificate-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        _ = try RunningProgram.output([
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", file,
        ])
    }

    deinit {
        unlink(key)
        unlink(file)
        rmdir(folder)
    }
}
