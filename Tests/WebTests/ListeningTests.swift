import Glibc
import Testing

@testable import Web

/// Sockets, and what is said where there can be none.
struct ListeningTests {
    @Test(arguments: [
        ("127.0.0.1:9753", ListenAddress.hostPort(host: "127.0.0.1", port: 9_753)),
        ("[::1]:80", .hostPort(host: "::1", port: 80)), (":9753", .hostPort(host: "::", port: 9_753)),
        ("localhost:0", .hostPort(host: "localhost", port: 0)),
    ])
    func addressesAreRead(text: String, address: ListenAddress) {
        #expect(ListenAddress(text) == address)
    }

    @Test(arguments: ["", "127.0.0.1", "9753", "host:", "host:x", "host:65536", "host:-1", "::1:80"])
    func nonsenseIsNoAddress(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func aPortInUseIsToldWithTheRemedy() throws {
        let first = try ListeningSocket(.hostPort(host: "127.0.0.1", port: 0))
        let port = try #require(first.port)
        expect("127.0.0.1:\(port) is already in use; end what listens there, or set another `listen`") {
            try ListeningSocket(.hostPort(host: "127.0.0.1", port: port))
        }
        withExtendedLifetime(first) {}
    }

    @Test func anAddressOfAnotherMachineIsTold() {
        expect("192.0.2.1:9753 is not an address of this machine; correct `listen`") {
            try ListeningSocket(.hostPort(host: "192.0.2.1", port: 9_753))
        }
    }

    @Test func aNameThatIsNoneIsTold() {
        #expect {
            _ = try ListeningSocket(.hostPort(host: "no such host", port: 1))
        } throws: {
            "\($0)".hasPrefix("no such host:1 can't be resolved (")
        }
    }

    @Test func aUnixSocketIsItsOwnersAlone() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/control.sock"
        let before = umask(0)
        defer { umask(before) }
        let socket = try ListeningSocket(.unixSocket(path: path))
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        withExtendedLifetime(socket) {}
    }

    @Test func whatAKilledDaemonLeftIsTakenAway() throws {
        let directory = try TemporaryDirectory()
        let address = ListenAddress.unixSocket(path: directory.path + "/control.sock")
        _ = try ListeningSocket(address)
        let living = try ListeningSocket(address)
        expect("\(address) is already in use; end what listens there, or set another `listen`") {
            try ListeningSocket(address)
        }
        withExtendedLifetime(living) {}
    }

    @Test func aFileInTheSocketsPlaceStays() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/control.sock"
        close(creat(path, 0o600))
        expect("\(path) is not a socket; move it away") { try ListeningSocket(.unixSocket(path: path)) }
        #expect(access(path, F_OK) == 0)
    }

    @Test func aPathTooLongIsTold() {
        let path = "/" + String(repeating: "d", count: 120)
        expect("\(path) is too long for a Unix socket (107 bytes); choose a shorter data_dir") {
            try ListeningSocket(.unixSocket(path: path))
        }
    }

    @Test func inheritedSocketsAreAnnouncedByTheEnvironment() {
        #expect(InheritedSockets.announced(in: [:]) == [])
        #expect(InheritedSockets.announced(in: ["LISTEN_FDS": "2"]) == [.descriptor(3), .descriptor(4)])
        #expect(InheritedSockets.announced(in: ["LISTEN_FDS": "1", "LISTEN_PID": "\(getpid())"]) == [.descriptor(3)])
        #expect(InheritedSockets.announced(in: ["LISTEN_FDS": "1", "LISTEN_PID": "1"]) == [])
        #expect(InheritedSockets.announced(in: ["LISTEN_FDS": "x"]) == [])
        #expect(InheritedSockets.announced(in: ["LISTEN_FDS": "-1"]) == [])
    }

    @Test func anInheritedFileIsNoSocket() throws {
        let file = open("/dev/null", O_RDONLY)
        defer { close(file) }
        expect(
            "inherited descriptor \(file) is not a listening stream socket; correct LISTEN_FDS and its socket unit"
        ) { try ListeningSocket(.descriptor(file)) }
    }

    private func expect(_ message: String, _ body: () throws -> ListeningSocket) {
        #expect {
            _ = try body()
        } throws: {
            "\($0)" == message
        }
    }
}
