internal import Glibc

/// A file that holds one token.
public enum TokenFile {
    /// What is wrong, without a byte of what is in it.
    public struct Failure: Error, CustomStringConvertible {
        public var path: String
        public var reason: String
        public var description: String { "token file \(path) \(reason)" }
    }

    private static let maxBytes = 4_096

    /// The content without surrounding white space. Fails where it can't stand in a header.
    public static func read(_ path: String) throws(Failure) -> String {
        let token = try line(path)
        guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Failure(path: path, reason: "holds more than one printable word")
        }
        return token
    }

    /// The same of what may hold blanks and any letter: a password.
    static func line(_ path: String) throws(Failure) -> String {
        let text = String(decoding: try trimmed(path), as: UTF8.self)
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw Failure(path: path, reason: "holds more than one line, or a control character")
        }
        return text
    }

    private static func trimmed(_ path: String) throws(Failure) -> ArraySlice<UInt8> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(path: path, reason: "can't be read") }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: maxBytes + 1)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw Failure(path: path, reason: "can't be read") }
        guard count <= maxBytes else { throw Failure(path: path, reason: "is longer than \(maxBytes) bytes") }
        let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let content = buffer[..<count].drop(while: isSpace)
        let token = content[..<(content.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? content.startIndex)]
        guard !token.isEmpty else { throw Failure(path: path, reason: "is empty") }
        return token
    }
}
