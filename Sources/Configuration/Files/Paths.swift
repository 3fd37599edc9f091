/// Paths in a configuration are relative to the folder of the file that names them.
enum Paths {
    /// Empty for a file in the working directory, else with its slash at the end.
    static func directory(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    static func resolve(_ path: String, in directory: String) -> String {
        path.hasPrefix("/") ? path : directory + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
    }
}
