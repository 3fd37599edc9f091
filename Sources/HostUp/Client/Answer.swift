import Engine

/// An HTTP answer, whatever its status, with the key taken out of every text in it.
struct Answer {
    var endpoint: Endpoint
    var status: Int
    /// The body as JSON, or why it is none.
    var body: Result<JSON, BodyFault>
    var requestID: String?
    var notice: RateLimitNotice

    struct BodyFault: Error {
        /// `a body that is not JSON`.
        var words: String
    }

    var isSuccess: Bool { (200..<300).contains(status) }

    /// The body of a success; anything else is a failure.
    func success() throws(ProviderFailure) -> JSON {
        guard isSuccess else { throw failure() }
        switch body {
        case .success(let json): return json
        case .failure(let fault): throw undecodable(fault.words)
        }
    }

    /// A success whose body is not what it should be.
    func undecodable(_ words: String) -> ProviderFailure {
        ProviderFailure(
            kind: .undecodable,
            status: status,
            requestID: requestID,
            message: "\(endpoint.name): \(status) with \(words)"
        )
    }

    /// What the status says; the code and the words come from the body where it has any.
    func failure() -> ProviderFailure {
        let envelope = (try? body.get()).flatMap { $0.isObject ? ErrorEnvelope($0) : nil }
        return ProviderFailure(
            kind: kind,
            status: status,
            code: envelope?.code,
            requestID: requestID,
            message: "\(endpoint.name): \(status) \(envelope?.words ?? bodyWords)\(remedy)"
        )
    }

    private var bodyWords: String {
        switch body {
        case .success: "with a JSON body of no known form"
        case .failure(let fault): "with \(fault.words)"
        }
    }

    private var kind: ProviderFailure.Kind {
        switch status {
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 409: .conflict
        case 429: .rateLimited
        case 500...599: .server
        case ..<300: .undecodable
        default: .unexpectedStatus
        }
    }

    private var remedy: String {
        switch status {
        case 401: "; check the API key"
        case 403: "; the key needs the scope \(endpoint.scope), and the VPS must be the account's"
        case 300...399: "; redirects are not followed, check base_url"
        default: ""
        }
    }
}
