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

    private static func provider(_ failure: ProviderFailure) -> Finding {
        Finding(.unknown(Reason(.providerUnavailable, Excerpt.of("\(failure)"))))
    }

    private static func commandFailure(_ code: Int?, _ output: String) -> String {
        let end = code.map { "exit code \($0)" } ?? "it ended without an exit code"
        return output.isEmpty ? end : "\(end): \(output)"
    }
}
