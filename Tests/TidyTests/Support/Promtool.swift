import FoundationEssentials
import Glibc

/// Prometheus' own judge of PromQL.
enum Promtool {
    static let path = "/usr/bin/promtool"
    static var isInstalled: Bool { access(path, X_OK) == 0 }

    private struct RuleFile: Encodable {
        var groups: [Group]
    }

    private struct Group: Encodable {
        var name = "expressions"
        var rules: [Rule]
    }

    private struct Rule: Encodable {
        var record: String
        var expr: String
    }

    /// What it has against these expressions, each made a rule of a file, since Debian's has no other way to parse one;
    /// empty where it accepts them all.
    static func objections(to expressions: [String]) throws -> String {
        let rules = expressions.indices.map { Rule(record: "expression:\($0)", expr: expressions[$0]) }
        let file = FileManager.default.temporaryDirectory.appending(path: "defib-expressions-\(UUID().uuidString).json")
        let encoder = JSONEncoder()
        // To promtool it is YAML, which knows no escaped slash.
        encoder.outputFormatting = .withoutEscapingSlashes
        try encoder.encode(RuleFile(groups: [Group(rules: rules)])).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let verdict = try run("check rules '\(file.path)'", in: "/")
        return verdict.isGood ? "" : verdict.output
    }

    struct Verdict {
        var isGood: Bool
        var output: String
    }

    struct Fault: Error {}

    /// Runs it with arguments as a shell takes them.
    static func run(_ arguments: String, in folder: String) throws -> Verdict {
        guard let pipe = popen("cd '\(folder)' && \(path) \(arguments) 2>&1", "r") else { throw Fault() }
        var output: [UInt8] = []
        while case let byte = fgetc(pipe), byte != EOF { output.append(UInt8(truncatingIfNeeded: byte)) }
        return Verdict(isGood: pclose(pipe) == 0, output: String(decoding: output, as: UTF8.self))
    }
}
