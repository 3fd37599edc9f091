import CLibcurl

/// From libcurl's result to ours.
extension Reactor {
    func finish(_ exchange: Exchange, on seat: Seat, code: CURLcode) {
        guard code == CURLE_OK else { return fail(exchange, on: seat, code: code) }
        switch seat.shape.traits.kind {
        case .http, .mail:
            succeed(exchange, on: seat)
        case .connection where seat.shape.request.greetingBytes > 0:
            awaitGreeting(exchange, on: seat)
        case .connection:
            succeed(exchange, on: seat)
        }
    }

    func succeed(_ exchange: Exchange, on seat: Seat) {
        let trace = TraceReader.read(exchange, on: seat, code: CURLE_OK)
        let response = TransferResponse(
            status: seat.shape.traits.kind == .connection ? 0 : trace.status,
            fields: .received(seat.run.header),
            body: seat.run.body,
            bodyBytes: seat.run.bodyBytes,
            trace: trace
        )
        end(exchange, on: seat, with: .success(response))
    }

    func fail(_ exchange: Exchange, on seat: Seat, code: CURLcode) {
        let trace = TraceReader.read(exchange, on: seat, code: code)
        end(exchange, on: seat, with: .failure(Failure(exchange: exchange, seat: seat, code: code, trace: trace).error))
    }
}
