import Engine
import Glibc

/// Says why no ICMP socket could be had, and what to do about it.
enum EchoAccess {
    static func reason(for failure: SystemFailure, isV4: Bool, groupRange: String? = currentGroupRange()) -> Reason {
        switch failure.code {
        case EACCES, EPERM:
            Reason(.notPermitted, howToGrant(groupRange: groupRange))
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            Reason(.outOfDescriptors, "\(failure)")
        case EAFNOSUPPORT:
            Reason(.networkUnreachable, "this machine has no \(isV4 ? "IPv4" : "IPv6")")
        default:
            Reason(.internalFault, "ICMP \(failure)")
        }
    }

    static func howToGrant(groupRange: String?) -> String {
        let range = groupRange.map { "is \"\($0)\" and holds none of this process's groups" } ?? "is not readable"
        return
            "echo requests need the capability CAP_NET_RAW, which this process lacks, or one of its groups in the sysctl "
            + "net.ipv4.ping_group_range, which \(range); grant AmbientCapabilities=CAP_NET_RAW in the systemd unit, or "
            + "`setcap cap_net_raw+ep` on the defib binary, or `sysctl -w net.ipv4.ping_group_range=\"\(getegid()) \(getegid())\"`"
    }

    /// `0 2147483647` where everybody may, `1 0` where nobody may.
    static func currentGroupRange() -> String? {
        let file = open("/proc/sys/net/ipv4/ping_group_range", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(file, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return buffer[..<count].split { $0 == 0x09 || $0 == 0x0A }.map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: " ")
    }
}
