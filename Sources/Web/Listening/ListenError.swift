internal import Glibc

/// Why nothing can listen at an address, with the remedy.
public enum ListenError: Error, Hashable, Sendable {
    case inUse(ListenAddress)
    case notPermitted(ListenAddress)
    case notOurs(ListenAddress)
    case unresolvable(ListenAddress, String)
    case pathTooLong(String)
    /// Something that is no socket is in its place.
    case notASocket(String)
    /// What was inherited is no listening stream socket.
    case notListening(Int32)
    case failed(ListenAddress, String)
}

extension ListenError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .inUse(let address): "\(address) is already in use; end what listens there, or set another `listen`"
        case .notPermitted(let address):
            "\(address): not permitted; take a port from 1024 on, or grant CAP_NET_BIND_SERVICE"
        case .notOurs(let address): "\(address) is not an address of this machine; correct `listen`"
        case .unresolvable(let address, let reason): "\(address) can't be resolved (\(reason)); correct `listen`"
        case .pathTooLong(let path):
            "\(path) is too long for a Unix socket (\(UnixAddress.maxPathBytes) bytes); choose a shorter data_dir"
        case .notASocket(let path): "\(path) is not a socket; move it away"
        case .notListening(let descriptor):
            "inherited descriptor \(descriptor) is not a listening stream socket; correct LISTEN_FDS and its socket unit"
        case .failed(let address, let reason): "can't listen at \(address): \(reason)"
        }
    }
}

extension ListenError {
    init(_ code: Int32, at address: ListenAddress) {
        self =
            switch code {
            case EADDRINUSE: .inUse(address)
            case EACCES, EPERM: .notPermitted(address)
            case EADDRNOTAVAIL: .notOurs(address)
            case _: .failed(address, systemWords(code))
            }
    }
}

/// The system's words for an error number.
func systemWords(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
