/// Why a command got no answer from the daemon.
public enum ControlError: Error, Hashable, Sendable {
    /// Nothing is at the socket's place, or nobody listens there.
    case notRunning(path: String)
    case notPermitted(path: String)
    case pathTooLong(String)
    case timedOut(path: String)
    /// The daemon answered, and said no.
    case refused(status: Int, message: String)
    /// What came back is not what a daemon of this version says.
    case unintelligible(String)
    case failed(path: String, reason: String)
}

extension ControlError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notRunning(let path):
            "no Defib runs here: nobody answers at \(path); start `defib run`, or correct data_dir"
        case .notPermitted(let path): "\(path) can't be opened; run this as the user Defib runs as, or as root"
        case .pathTooLong(let path):
            "\(path) is too long for a Unix socket (\(UnixAddress.maxPathBytes) bytes); choose a shorter data_dir"
        case .timedOut(let path): "Defib at \(path) does not answer; look at its log"
        case .refused(_, let message): message
        case .unintelligible(let what): "the daemon's answer makes no sense (\(what)); is it of the same version?"
        case .failed(let path, let reason): "\(path): \(reason)"
        }
    }
}
