import Engine

/// An answer of the guest agent's endpoints, v1 or v2: bare, or wrapped in `data`, with names in two spellings.
struct ExecBody {
    /// The envelope.
    private let outer: JSON
    /// Where the members are.
    private let inner: JSON

    init(_ body: JSON) {
        outer = body
        inner = body["data"].flatMap { $0.isObject ? $0 : nil } ?? body
    }

    /// v1 nests `success` twice: the call's and the command's. Either one's `false` means that nothing was started.
    var saysFailure: Bool {
        outer["success"]?.flag == false || inner["success"]?.flag == false
    }

    var pid: Int64? {
        let pid = inner["pid"].flatMap { $0.integer ?? $0.text.flatMap { Int64($0) } }
        return pid.flatMap { $0 > 0 ? $0 : nil }
    }

    var pollURL: String? { inner.present("pollUrl")?.text }
    var isAvailable: Bool? { inner["available"]?.flag }
    var isVMRunning: Bool? { inner["vmRunning"]?.flag }
    var reason: String? {
        (inner.present("reason")?.text ?? inner.present("message")?.text)?.printable(limit: 200)
    }
    var hasExited: Bool { inner["exited"]?.flag == true }
    var exitCode: Int? {
        (inner.present("exitCode") ?? inner.present("exitcode"))?.integer.flatMap { Int(exactly: $0) }
    }

    /// Standard output, then standard error, bounded.
    var output: String {
        let out = (inner.present("stdout") ?? inner.present("out-data"))?.text ?? ""
        let error = (inner.present("stderr") ?? inner.present("err-data"))?.text ?? ""
        let separator = out.isEmpty || error.isEmpty || out.hasSuffix("\n") ? "" : "\n"
        let whole = out.prefix(ExecBody.maxOutput) + separator + error.prefix(ExecBody.maxOutput)
        return String(whole.prefix(ExecBody.maxOutput))
    }

    /// Characters.
    private static let maxOutput = 4_096

    /// An exit code of 0 beside a `success: false` is not taken for success.
    var ending: ExecOutcome? {
        guard hasExited else { return nil }
        return .exited(exitCode: saysFailure && exitCode == 0 ? nil : exitCode, output: output)
    }
}
