import Configuration
import Glibc
import Testing

@Suite("Files that are no configuration")
struct FilesTests {
    private func message(_ path: String) -> String? {
        ConfigurationLoader.load(path: path).diagnostics.first?.summary
    }

    private func temporary(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/defib-configuration-XXXXXX".utf8CString)
        let isMade = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
        }
        try #require(isMade)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            unlink(folder + "/file")
            rmdir(folder)
        }
        try body(folder + "/file")
    }

    @Test("a missing file")
    func missing() {
        #expect(
            message("/nonexistent/defib.yml")
                == "/nonexistent/defib.yml:1:1: error: can't read the file: no such file; 'defib init' writes a first configuration"
        )
    }

    @Test("a folder")
    func folder() {
        #expect(message("/tmp") == "/tmp:1:1: error: can't read the file: it is a directory; name a file in it")
    }

    @Test("a pipe, on which nobody waits")
    func pipe() throws {
        try temporary { path in
            #expect(mkfifo(path, 0o600) == 0)
            #expect(message(path)?.hasSuffix("error: can't read the file: it is no regular file") == true)
        }
    }

    @Test("a file that may not be read", .disabled(if: geteuid() == 0, "root may read everything"))
    func unreadable() throws {
        try temporary { path in
            let descriptor = open(path, O_CREAT | O_WRONLY, 0)
            #expect(descriptor >= 0)
            close(descriptor)
            #expect(message(path)?.contains("permission denied; let the user Defib runs as read it") == true)
        }
    }

    @Test("a file of 50 MB is not read")
    func large() throws {
        try temporary { path in
            let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
            #expect(descriptor >= 0)
            #expect(ftruncate(descriptor, 50 << 20) == 0)
            close(descriptor)
            #expect(message(path)?.hasSuffix("error: can't read the file: it is larger than 16 MiB") == true)
        }
    }

    @Test("a file without size that never ends is not read to its end")
    func endless() {
        #expect(message("/dev/zero")?.hasSuffix("it is no regular file") == true)
    }

    @Test("a pattern leaves out the tests of rules, and no file is read twice")
    func patterns() throws {
        let main = "provider: {hostup: {token_env: TOKEN}}\nrule_files: ['rules/*.yml', rules/b.yml]\n"
        let files = FilesInMemory([
            "etc/defib.yml": main,
            "etc/rules/b.yml": "rules: []",
            "etc/rules/a.yml": "rules: []",
            "etc/rules/a.test.yml": "nonsense",
            "etc/rules/deeper/c.yml": "nonsense",
        ])
        let loaded = ConfigurationLoader.load(path: "etc/defib.yml", files: files).loaded
        #expect(loaded?.ruleFiles == ["etc/rules/a.yml", "etc/rules/b.yml"])
    }
}
