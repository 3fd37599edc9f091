internal import Engine

/// What one item of a probe's series stands for: `up(latency=800ms)`, `down(timed_out, syn_ack)`, `down(status=502)`,
/// `unknown(resolution_failed)`, `lost`.
struct AnswerSyntax {
    let probe: ProbeDefinition

    static let words = ["up", "down", "unknown", "lost"]
    static let numbers = ["latency", "status", "loss", "certificate_left", "from"]
    static let reasons = Reason.Code.allCases.map(\.rawValue)

    func answer(_ item: SeriesItem) throws(SeriesProblem) -> ProbeAnswer {
        var answer = try plain(item)
        var signs: SignsOfLife = []
        for detail in item.details {
            if let sign = SignsOfLife(name: detail.text) {
                signs.formUnion(sign)
            } else if detail.text.contains("=") {
                try take(detail, into: &answer)
            }
        }
        answer.signs.formUnion(signs)
        return answer
    }

    /// By its word and its reason alone.
    private func plain(_ item: SeriesItem) throws(SeriesProblem) -> ProbeAnswer {
        let reason = try reason(item)
        switch item.word {
        case "up": return .up(probe.check)
        case "down":
            let code = reason ?? usualReason(item)
            let latency = code == .timedOut ? probe.timeout : .milliseconds(2)
            return ProbeAnswer(.down(Reason(code)), probe.check, latency: latency)
        case "unknown":
            return ProbeAnswer(.unknown(Reason(reason ?? .networkUnreachable)), probe.check, latency: .milliseconds(2))
        case "lost": return ProbeAnswer(nil, probe.check, latency: .zero)
        default:
            throw SeriesProblem(
                item.offset,
                "'\(item.word.excerpt)' is nothing that a probe gives",
                Suggestion.didYouMean(
                    item.word,
                    among: AnswerSyntax.words,
                    otherwise: "write \(AnswerSyntax.words.listed)"
                )
            )
        }
    }

    /// What answers with a status is not silent; an agent that is down says so.
    private func usualReason(_ item: SeriesItem) -> Reason.Code {
        if item.details.contains(where: { $0.text.hasPrefix("status=") }) { return .unexpectedStatus }
        return probe.check.kind == "agent" ? .agentUnavailable : .timedOut
    }

    private func reason(_ item: SeriesItem) throws(SeriesProblem) -> Reason.Code? {
        var found: Reason.Code?
        for detail in item.details where SignsOfLife(name: detail.text) == nil && !detail.text.contains("=") {
            guard let code = Reason.Code(rawValue: detail.text) else {
                throw SeriesProblem(
                    detail.offset,
                    "'\(detail.text.excerpt)' is no reason and no sign of life",
                    Suggestion.didYouMean(
                        detail.text,
                        among: AnswerSyntax.reasons + SignsOfLife.allNames + AnswerSyntax.numbers.map { "\($0)=" },
                        otherwise: "such as 'down(connection_refused)' or 'down(timed_out, syn_ack)'"
                    )
                )
            }
            try check(code, of: item, at: detail.offset)
            found = code
        }
        return found
    }

    private func check(_ code: Reason.Code, of item: SeriesItem, at offset: Int) throws(SeriesProblem) {
        let word = code.rawValue
        switch item.word {
        case "down" where code.isOurs:
            let why = "'\(word)' is a fault of ours, by which nothing is known of the target"
            throw SeriesProblem(offset, why, "did you mean 'unknown(\(word))'?")
        case "unknown" where !code.isOurs:
            throw SeriesProblem(offset, "'\(word)' is the target's doing", "did you mean 'down(\(word))'?")
        case "up", "lost":
            throw SeriesProblem(offset, "'\(item.word)' needs no reason", "did you mean 'down(\(word))'?")
        default: break
        }
    }
}

// MARK: - Numbers

extension AnswerSyntax {
    private func take(_ detail: SeriesItem.Detail, into answer: inout ProbeAnswer) throws(SeriesProblem) {
        let parts = detail.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let (name, value) = (parts[0], parts[1])
        do throws(SyntaxProblem) {
            switch name {
            case "latency": answer.latency = try latency(value)
            case "status": answer.status = try status(value)
            case "loss": answer.loss = try ShareSyntax.parse(value)
            case "certificate_left": answer.certificateLeft = try DurationSyntax.parse(value)
            case "from": answer.from = try address(value)
            default:
                throw SyntaxProblem(
                    "'\(name.excerpt)' is no number of a probe's",
                    Suggestion.didYouMean(
                        name,
                        among: AnswerSyntax.numbers,
                        otherwise: "known here: \(AnswerSyntax.numbers.listed)"
                    )
                )
            }
        } catch {
            throw SeriesProblem(detail.offset, error.message, error.suggestion)
        }
        try checkKind(name, detail)
    }

    private func latency(_ text: String) throws(SyntaxProblem) -> TimeSpan {
        let span = try DurationSyntax.parse(text)
        guard span <= probe.timeout else {
            throw SyntaxProblem("a latency of \(span) is over the probe's timeout, \(probe.timeout)", "write 'down'")
        }
        return span
    }

    private func status(_ text: String) throws(SyntaxProblem) -> UInt16 {
        guard let status = UInt16(text), (100...599).contains(status) else {
            throw SyntaxProblem("'\(text.excerpt)' is no HTTP status", "such as 'down(status=502)'")
        }
        return status
    }

    private func address(_ text: String) throws(SyntaxProblem) -> IPAddress {
        guard let address = IPAddress(text) else {
            throw SyntaxProblem("'\(text.excerpt)' is no address", "such as 'up(from=192.0.2.1)'")
        }
        return address
    }

    private static let kinds = ["status": ["http"], "loss": ["icmp"], "certificate_left": ["http", "tls"]]

    private func checkKind(_ name: String, _ detail: SeriesItem.Detail) throws(SeriesProblem) {
        guard let kinds = AnswerSyntax.kinds[name], !kinds.contains(probe.check.kind) else { return }
        throw SeriesProblem(
            detail.offset,
            "'\(name)' is of \(kinds.joined(separator: " and ")) probes, and this one is of kind \(probe.check.kind)",
            "remove it"
        )
    }
}
