extension SourceRule {
    static let bareTasks = SourceRule(
        name: "no bare Task",
        remedy: "a child of a task group that ends, or a service of the daemon's tree",
        breaks: [
            Sample("Task { await run() }"),
            Sample("let task = Task<Void, Never> {"),
            Sample("Task(priority: .low) { await run() }"),
            Sample("Task.detached { await run() }"),
            Sample("Task.immediate {"),
        ],
        keeps: [
            Sample("while !Task.isCancelled { try await Task.sleep(for: .seconds(1)) }"),
            Sample("await withTaskGroup(of: Void.self) { group in group.addTask { await run() } }"),
            Sample("struct PendingTask { var name: String }"),
        ]
    ) { file in
        file.code.findings(
            of:
                #/\bTask\s*(<[^>]*>)?\s*(\.(detached|immediate\w*)\b|(\((name|priority|executorPreference)\b[^)]*\)\s*)?\{)/#,
            "a task that nothing waits for"
        )
    }

    static let uncheckedSendables = SourceRule(
        name: "an unchecked Sendable says why",
        remedy: "a Mutex, or a comment right above that says who guards the state",
        breaks: [
            Sample("final class Box: @unchecked Sendable {"),
            Sample("nonisolated(unsafe) var box = 1"),
            Sample("// About something else.\n\nfinal class Box: @unchecked Sendable {"),
        ],
        keeps: [
            Sample("// Only the loop's thread touches it.\nfinal class Box: @unchecked Sendable {"),
            Sample("/// Only the loop's thread touches it.\n@available(*, noasync)\nnonisolated(unsafe) var box = 1"),
        ]
    ) { file in
        file.code.lines.indices.filter { index in
            let line = file.code.lines[index]
            return (line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)"))
                && !isExplained(file.written.lines, above: index)
        }.map { file.code.finding($0, "unchecked, and no comment above says why it is safe") }
    }

    /// Whether a comment stands in the three lines above, in the same paragraph.
    private static func isExplained(_ lines: [Substring], above index: Int) -> Bool {
        lines[max(0, index - 3)..<index].reversed()
            .prefix { !$0.allSatisfy { $0 == " " } }
            .contains { $0.drop { $0 == " " }.hasPrefix("//") }
    }
}
