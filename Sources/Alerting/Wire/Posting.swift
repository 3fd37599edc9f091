internal import Engine
internal import Transfer

/// One POST of JSON to a service over HTTP, with what may be told of it when it fails.
struct Posting {
    var url: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]
    /// Milliseconds.
    var deadline: Int
    var caFile: String?
    var redaction: Redaction
    var transport: any Transport
    var clock: WallClock

    /// Reads a 2xx answer's body where the service says there whether it took the message; nil: the status says it all.
    typealias Reading = (TransferResponse) -> DeliveryOutcome?

    func run(reading: Reading = { _ in nil }) async -> DeliveryOutcome {
        do {
            let response = try await transport.perform(request)
            let outcome = Delivery.outcome(of: response, redaction, now: clock())
            return outcome == .delivered ? reading(response) ?? outcome : outcome
        } catch {
            return Delivery.outcome(of: error, redaction)
        }
    }

    private var request: TransferRequest {
        TransferRequest(
            url: url,
            method: "POST",
            headers: [("Content-Type", "application/json"), ("User-Agent", "defib")] + headers,
            body: body,
            deadline: deadline,
            maxBodyBytes: 64 << 10,
            connection: .reuse,
            tls: TransferRequest.TLSOptions(caFile: caFile)
        )
    }
}
