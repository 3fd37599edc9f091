import Glibc
import Journal

/// A journal, opened to read for one command.
enum Shelf {
    static func open(_ directory: String) throws(Trouble) -> JournalReader {
        try reading { () throws(JournalError) in try JournalReader(directory: directory) }
    }

    static func reading<Value>(_ body: () throws(JournalError) -> Value) throws(Trouble) -> Value {
        do throws(JournalError) {
            return try body()
        } catch {
            throw Trouble("\(error)")
        }
    }
}

/// Where the command was typed.
enum WorkingDirectory {
    /// A path as the shell means it, whatever folder a configuration is in.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return "\(String(cString: here))/\(path)"
    }
}
