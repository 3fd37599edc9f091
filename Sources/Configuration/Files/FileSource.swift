/// Where configuration files are read from: the disk, or a memory in tests and in the simulation.
public protocol FileSource: Sendable {
    /// The whole file, unless it is larger than `limit` bytes.
    func read(_ path: String, limit: Int) throws(FileFailure) -> [UInt8]

    /// The paths that match a pattern of the shell's kind (`rules/*.yml`), sorted; none is no failure.
    func paths(matching pattern: String) throws(FileFailure) -> [String]

    /// Why the file can't be run as a program; nil where it can, for all that is known.
    func obstacleToRunning(_ path: String) -> FileFailure?
}

extension FileSource {
    /// Nothing is known of files that are on no disk.
    public func obstacleToRunning(_ path: String) -> FileFailure? { nil }
}

/// Why a file can't be read.
public enum FileFailure: Error, Hashable, Sendable {
    case missing
    case notPermitted
    case isDirectory
    /// A pipe, a socket or a device.
    case notRegular
    case tooLarge(limit: Int)
    /// The system's own words.
    case system(String)
}

extension FileFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing: "no such file"
        case .notPermitted: "permission denied"
        case .isDirectory: "it is a directory"
        case .notRegular: "it is no regular file"
        case .tooLarge(let limit): "it is larger than \(limit >> 20) MiB"
        case .system(let words): words
        }
    }

    var remedy: String? {
        switch self {
        case .missing: "check the path"
        case .notPermitted: "let the user Defib runs as read it"
        case .isDirectory: "name a file in it"
        case .notRegular, .tooLarge, .system: nil
        }
    }
}
