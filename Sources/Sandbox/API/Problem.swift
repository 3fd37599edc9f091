/// An error as the API reports it: RFC 7807 in v2, an envelope of its own in v1.
struct Problem: Hashable, Sendable {
    var status: Int
    var code: String
    var title: String
    var detail: String
    /// Where in the body the fault lies (RFC 6901); v2 alone tells.
    var pointer: String?

    static func invalid(_ detail: String, pointer: String? = nil) -> Problem {
        Problem(status: 400, code: "invalid_request", title: "Invalid request", detail: detail, pointer: pointer)
    }

    static let unauthorized = Problem(
        status: 401,
        code: "unauthorized",
        title: "Unauthorized",
        detail: "Authentication is required."
    )
    static let forbidden = Problem(
        status: 403,
        code: "forbidden",
        title: "Forbidden",
        detail: "The caller lacks a required scope or does not own the resource."
    )
    static let notFound = Problem(
        status: 404,
        code: "not_found",
        title: "Not found",
        detail: "The requested resource could not be found."
    )
    static let vpsNotFound = Problem(
        status: 404,
        code: "vps_not_found",
        title: "Not found",
        detail: "No VPS with this id belongs to this account."
    )
    static let methodNotAllowed = Problem(
        status: 405,
        code: "method_not_allowed",
        title: "Method not allowed",
        detail: "This resource does not take this method."
    )
    static let rateLimited = Problem(
        status: 429,
        code: "rate_limit_exceeded",
        title: "Too many requests",
        detail: "Too many requests. Retry after the limit resets."
    )
    static let internalError = Problem(
        status: 500,
        code: "internal_error",
        title: "Internal server error",
        detail: "An unexpected error occurred. Retry later or contact support if the issue persists."
    )

    static func notReady(_ detail: String) -> Problem {
        Problem(status: 409, code: "vps_not_ready", title: "Conflict", detail: detail)
    }

    static func upstream(_ detail: String) -> Problem {
        Problem(status: 502, code: "upstream_failed", title: "Bad gateway", detail: detail)
    }

    /// The problem an injected status stands for.
    static func injected(status: Int) -> Problem {
        switch status {
        case 400: .invalid("The request body failed validation.")
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 409: .notReady("The VPS is not ready for this action.")
        case 429: .rateLimited
        case 502: .upstream("The platform behind the API failed.")
        case 503:
            Problem(
                status: 503,
                code: "upstream_unavailable",
                title: "Service unavailable",
                detail: "The platform behind the API is not available."
            )
        default: Problem(status: status, code: "internal_error", title: "Error", detail: "Injected by the sandbox.")
        }
    }

    func answer(isV1: Bool, path: String) -> Answer {
        isV1 ? v1 : v2(path: path)
    }

    private func v2(path: String) -> Answer {
        var document: [String: JSON] = [
            "type": "https://developer.hostup.se/errors/\(code)",
            "title": .string(title),
            "status": .int(status),
            "detail": .string(detail),
            "code": .string(code),
            "instance": .string(path),
            "requestId": .string(Identifiers.make("req_")),
            "timestamp": .string(Identifiers.time()),
        ]
        if let pointer {
            document["errors"] = [["pointer": .string(pointer), "detail": .string(detail), "code": .string(code)]]
        }
        return .json(status, .object(document), type: "application/problem+json")
    }

    /// v1's codes are in upper case, its titles are HTTP's own; its 429 has another shape.
    private var v1: Answer {
        let request: [String: JSON] = [
            "requestId": .string(Identifiers.uuid()), "timestamp": .string(Identifiers.time()),
        ]
        if status == 429 {
            let limited: JSON = ["error": .string(title), "message": .string(detail), "retryAfter": "60"]
            return .json(status, limited.merging(request))
        }
        let named = ["invalid_request": "BAD_REQUEST", "upstream_failed": "INTERNAL_ERROR"]
        let body: JSON = [
            "code": .string(named[code] ?? code.uppercased()), "error": .string(v1Title), "message": .string(detail),
        ]
        return .json(v1Status, body.merging(request))
    }

    /// v1 knows no 502: what fails behind it is an internal error.
    private var v1Status: Int { status == 502 ? 500 : status }

    private var v1Title: String {
        switch v1Status {
        case 400: "Bad Request"
        case 500: "Internal Server Error"
        default: title
        }
    }
}
