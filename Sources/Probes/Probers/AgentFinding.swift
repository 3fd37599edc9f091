import Engine

/// Makes findings of what the provider says of an agent. An answer is a sign of life; without an address, for it came
/// through the provider. No answer proves nothing of the guest's kernel.
extension Finding {
    static func agent(_ answer: Result<Bool, ProviderFailure>) -> Finding {
        switch answer {
        case .success(true): Finding(.up, signs: .agent)
        case .success(false): Finding(.down(Reason(.agentUnavailable)))
        case .failure(let failure): .provider(failure)
        }
    }

    static func agent(_ outcome: ExecOutcome) -> Finding {
        switch outcome {
        case .exited(exitCode: 0, _):
            Finding(.up, signs: .agent)
        case .exited(let code, let output):
            Finding(.down(Reason(.commandFailed, Excerpt.of(commandFailure(code, output)))), signs: .agent)
        case .unavailable(let detail):
            Finding(.down(Reason(.agentUnavailable, Excerpt.of(detail))))
        case .rejected(let failure):
            .provider(failure)
        case .unknown(let detail):
            Finding(.unknown(Reason(.providerUnavailable, Excerpt.of(detail))))
        }
    }

    /// Linux makes another at each boot.
    static let bootIDCommand = "cat /proc/sys/kernel/random/boot_id"

    /// The agent's answer is enough to be up: a guest that has no such file, or no such id in it, has none to be told by.
    static func bootID(_ outcome: ExecOutcome) -> Finding {
        guard case .exited(let code, let output) = outcome else { return .agent(outcome) }
        var finding = Finding(.up, signs: .agent)
        let id = output.filter { !$0.isWhitespace }
        if code == 0, isBootID(id) { finding.measures.bootID = Fingerprint.of(id) }
        return finding
    }

    /// As RFC 9562 writes a UUID.
    private static func isBootID(_ text: String) -> Bool {
        text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count) == [8, 4, 4, 4, 12]
            && text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || Character(Unicode.Scalar($0)).isHexDigit }
    }

    private static func provider(_ failure: ProviderFailure) -> Finding {
        Finding(.unknown(Reason(.providerUnavailable, Excerpt.of("\(failure)"))))
    }

    private static func commandFailure(_ code: Int?, _ output: String) -> String {
        let end = code.map { "exit code \($0)" } ?? "it ended without an exit code"
        return output.isEmpty ? end : "\(end): \(output)"
    }
}
