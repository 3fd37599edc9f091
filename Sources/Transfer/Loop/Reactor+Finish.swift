import CLibcurl

/// From libcurl's result to ours.
extension Reactor {
    func finish(_ exchange: Exchange, code: CURLcode) {
        guard code == CURLE_OK else { return fail(exchange, code: code) }
        switch exchange.endpoint.kind {
        case .http, .mail:
            succeed(exchange)
        case .connection where exchange.request.greetingBytes > 0:
            awaitGreeting(exchange)
        case .connection:
            succeed(exchange)
        }
    }

    func succeed(_ exchange: Exchange) {
        let trace = TraceReader.read(exchange, code: CURLE_OK)
        let response = TransferResponse(
            status: exchange.endpoint.kind == .connection ? 0 : trace.status,
            fields: .received(exchange.run.header),
            body: exchange.run.body,
            bodyBytes: exchange.run.bodyBytes,
            trace: trace
        )
        end(exchange, with: .success(response))
    }

    func fail(_ exchange: Exchange, code: CURLcode) {
        let trace = TraceReader.read(exchange, code: code)
        end(exchange, with: .failure(Failure(exchange: exchange, code: code, trace: trace).error))
    }
}
