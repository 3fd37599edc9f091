import Engine
import Transfer

/// Why a call brought no answer.
struct CallFailure: Error {
    var failure: ProviderFailure
    /// It is certain that the provider did not get the request.
    var isUnsent: Bool
    /// Asking again may help.
    var isWorthRepeating = false
}

extension HostUpClient {
    /// Sends one request, when the rate limit allows, and returns whatever the API answered.
    func call(
        _ endpoint: Endpoint,
        body: [UInt8]? = nil,
        until deadline: Timestamp
    ) async throws(CallFailure) -> Answer {
        do {
            try await gate.enter(endpoint.priority, until: deadline)
        } catch {
            throw notSent(.rateLimited, endpoint, error.words)
        }
        let rest = (deadline - time.now()).milliseconds
        guard rest > 0, !Task.isCancelled else {
            gate.leave(endpoint.template, status: nil, code: "unsent", RateLimitNotice())
            throw notSent(.transport, endpoint, "no time left")
        }
        return try await perform(request(endpoint, body: body, milliseconds: Int(rest)), endpoint)
    }

    private func perform(
        _ request: TransferRequest,
        _ endpoint: Endpoint
    ) async throws(CallFailure) -> Answer {
        do {
            let answer = answer(to: endpoint, try await transport.perform(request))
            gate.leave(endpoint.template, status: answer.status, code: String(answer.status), answer.notice)
            return answer
        } catch {
            return try settle(error, endpoint)
        }
    }

    /// A transfer that broke off after the status line can still have said what matters.
    private func settle(_ error: TransferError, _ endpoint: Endpoint) throws(CallFailure) -> Answer {
        let status = error.trace.status
        let isAnswer = (400..<600).contains(status) || (error.kind == .bodyTooLarge && status >= 200)
        guard isAnswer else {
            gate.leave(endpoint.template, status: nil, code: error.kind.rawValue, RateLimitNotice())
            throw CallFailure(
                failure: ProviderFailure(kind: .transport, message: "\(endpoint.name): \(words(error))"),
                isUnsent: error.provesNothingWasSent,
                isWorthRepeating: error.isWorthRepeating
            )
        }
        gate.leave(endpoint.template, status: status, code: String(status), RateLimitNotice())
        let fault = Answer.BodyFault(words: error.kind == .bodyTooLarge ? "a body that is too large" : "a broken body")
        return Answer(endpoint: endpoint, status: status, body: .failure(fault), notice: RateLimitNotice())
    }

    private func notSent(_ kind: ProviderFailure.Kind, _ endpoint: Endpoint, _ words: String) -> CallFailure {
        CallFailure(
            failure: ProviderFailure(kind: kind, message: "\(endpoint.name): not sent: \(words)"),
            isUnsent: true
        )
    }

    private func words(_ error: TransferError) -> String {
        credential.scrubbed(from: error.message).printable()
    }
}

extension HostUpClient {
    /// Bytes; a listing of a hundred VPSs takes a tenth of it.
    private static let maxBodyBytes = 4 << 20

    private func request(_ endpoint: Endpoint, body: [UInt8]?, milliseconds: Int) -> TransferRequest {
        var headers = [("User-Agent", settings.userAgent), ("Accept", "application/json")]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        headers.append(endpoint.isV1 ? ("X-API-Key", credential.plain) : ("Authorization", credential.bearer))
        let isRead = endpoint.method == "GET"
        return TransferRequest(
            url: origin.url(endpoint.path),
            method: endpoint.method,
            headers: headers.map { (name: $0.0, value: $0.1) },
            body: body,
            deadline: milliseconds,
            maxBodyBytes: HostUpClient.maxBodyBytes,
            // libcurl sends a request again by itself when a kept connection turns out to be dead. What must be sent
            // once at most therefore gets a connection of its own.
            connection: isRead ? .reuse : .fresh,
            maxRedirects: 0,
            tls: TransferRequest.TLSOptions(caFile: settings.caFile),
            proxy: settings.proxy
        )
    }

    private func answer(to endpoint: Endpoint, _ response: TransferResponse) -> Answer {
        let body = decoded(response)
        let json = try? body.get()
        var notice = RateLimitNotice(header: response.header, now: time.now())
        if response.status == 429, notice.retryAfter == nil, let json {
            notice.retryAfter = ErrorEnvelope(json).retryAfter.flatMap { HTTPTime.wait($0, from: time.now()) }
        }
        let requestID = json?.present("requestId")?.text ?? response.header("x-request-id").map(credential.scrubbed)
        return Answer(
            endpoint: endpoint,
            status: response.status,
            body: body,
            requestID: requestID.flatMap { $0.isEmpty ? nil : $0.printable(limit: 128) },
            notice: notice
        )
    }

    private func decoded(_ response: TransferResponse) -> Result<JSON, Answer.BodyFault> {
        let length = "\(response.body.count) bytes"
        if let type = response.header("content-type"), !HostUpClient.isJSON(type) {
            let name = credential.scrubbed(from: type).printable(limit: 60)
            return .failure(Answer.BodyFault(words: "a body that is not JSON but '\(name)' (\(length))"))
        }
        do {
            return .success(try JSON.read(response.body).mappingTexts(credential.scrubbed))
        } catch {
            let words = credential.scrubbed(from: error.words)
            return .failure(Answer.BodyFault(words: error == .empty ? words : "\(words) (\(length))"))
        }
    }

    /// `application/json`, or something built on it such as `application/problem+json`.
    private static func isJSON(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        return type == "application/json" || type.hasSuffix("+json")
    }
}
