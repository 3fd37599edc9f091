import Glibc
import Testing

@testable import Daemon

/// The daemon's words to systemd, on a real datagram socket.
@Suite struct ServiceManagerTests {
    @Test func readinessAndWatchdogAreTold() throws {
        let folder = Folder()
        let path = "\(folder.path)/notify"
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        let manager = ServiceManager(environment: path)
        manager.tellReady("watching 3 targets")
        manager.feedWatchdog()
        manager.tellReloading()
        #expect(receive(descriptor) == "READY=1\nSTATUS=watching 3 targets")
        #expect(receive(descriptor) == "WATCHDOG=1")
        #expect(receive(descriptor).hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
    }

    @Test func withoutAManagerNothingIsSaid() {
        ServiceManager(environment: nil).tellReady("")
        ServiceManager(environment: "").tellStopping()
        ServiceManager(environment: "/nonexistent/socket").feedWatchdog()
    }

    private func receive(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}
