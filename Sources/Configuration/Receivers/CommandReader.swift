/// Reads a receiver that is a program.
enum CommandReader {
    /// The program and its arguments; nil after reporting what is wrong.
    static func read(_ fields: Fields, _ files: some FileSource) -> [String]? {
        guard let value = fields.required("run") else { return nil }
        if case .scalar(let text, _) = value.content {
            let words = text.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", ")
            let remedy = "no shell reads it: write 'run: [\(words.excerpt)]'"
            fields.error("run", "'run' in \(fields.context) must be a list", remedy)
            return nil
        }
        let words = fields.texts("run")
        guard let program = words.first else {
            fields.error("run", "'run' in \(fields.context) is empty", "write 'run: [/usr/local/bin/page-me]'")
            return nil
        }
        guard program.text.hasPrefix("/") else {
            fields.findings.error(
                program.place,
                "'\(program.text.excerpt)' in \(fields.context) is no absolute path",
                "write where it stands, such as '/usr/local/bin/\(program.text.excerpt)'"
            )
            return nil
        }
        if let obstacle = files.obstacleToRunning(program.text) {
            let message = "'\(program.text.excerpt)' in \(fields.context) can't be run: \(obstacle)"
            fields.findings.error(program.place, message, obstacle.remedy ?? "make it executable: chmod +x")
            return nil
        }
        return words.map(\.text)
    }
}
