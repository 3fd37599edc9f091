import Engine

extension HostUpClient {
    /// A read's JSON, with the answer it came in. A read that failed in passing is tried once more, if there is time.
    func read(
        _ endpoint: Endpoint,
        until deadline: Timestamp
    ) async throws(ProviderFailure) -> (json: JSON, answer: Answer) {
        let first = await attempt(endpoint, until: deadline)
        guard let pause = first.repeatAfter, time.now() + pause < deadline else { return try first.result.get() }
        await time.sleep(until: time.now() + pause)
        guard !Task.isCancelled else { return try first.result.get() }
        return try await attempt(endpoint, until: deadline).result.get()
    }

    private static let backoff = TimeSpan.milliseconds(500)

    private struct Attempt {
        var result: Result<(json: JSON, answer: Answer), ProviderFailure>
        /// Nil where asking again is pointless.
        var repeatAfter: TimeSpan?
    }

    private func attempt(_ endpoint: Endpoint, until deadline: Timestamp) async -> Attempt {
        do {
            return HostUpClient.judge(try await call(endpoint, until: deadline))
        } catch {
            return Attempt(
                result: .failure(error.failure),
                repeatAfter: error.isWorthRepeating ? HostUpClient.backoff : nil
            )
        }
    }

    private static func judge(_ answer: Answer) -> Attempt {
        do {
            return Attempt(result: .success((try answer.success(), answer)), repeatAfter: nil)
        } catch {
            let pause = max(backoff, answer.notice.retryAfter ?? .zero)
            return Attempt(result: .failure(error), repeatAfter: error.kind == .server ? pause : nil)
        }
    }
}
