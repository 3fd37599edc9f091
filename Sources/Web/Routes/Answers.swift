internal import HTTPTypes
internal import Hummingbird

/// Responses, all with their length and the headers that keep browsers from guessing.
enum Answers {
    static func bytes(_ bytes: [UInt8], type: String, _ status: HTTPResponse.Status = .ok) -> Response {
        let headers: HTTPFields = [
            .contentType: type,
            .contentLength: String(bytes.count),
            .cacheControl: "no-store",
            .xContentTypeOptions: "nosniff",
        ]
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// What may be long. One that is short is sent as any other, with its length.
    static func parts(_ parts: Parts, type: String, to request: Request, _ place: Turnstile.Place) -> Response {
        var parts = parts
        let opening = [parts.next(), parts.next()].compactMap(\.self)
        let coding = ContentCoding.negotiated(acceptEncoding: request.headers[.acceptEncoding])
        var response = bytes(opening.first ?? [], type: type)
        response.headers[.vary] = "Accept-Encoding"
        guard opening.count > 1 || coding != .identity else { return response }
        response.headers[.contentLength] = nil
        if coding == .gzip { response.headers[.contentEncoding] = "gzip" }
        response.body = ResponseBody { [parts] writer in
            try await PartStream(opening: opening, parts, coding).write(to: &writer)
            withExtendedLifetime(place) {}
        }
        return response
    }

    static func json(_ value: some Encodable, _ status: HTTPResponse.Status = .ok) throws -> Response {
        bytes(try JSON.encode(value), type: "application/json", status)
    }

    /// As Prometheus' own endpoints: a line of text.
    static func condition(_ condition: ServiceCondition, good: String) -> Response {
        switch condition {
        case .good: text("\(good)\n", .ok)
        case .bad(let reason): text("not \(good): \(reason)\n", .serviceUnavailable)
        }
    }

    /// The page loads nothing, runs nothing and is framed by no one.
    static func page(_ html: [UInt8]) -> Response {
        var response = bytes(html, type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        return response
    }

    /// Without a body where the request was for the head alone.
    static func refusal(_ refusal: Refusal, to request: Request) -> Response {
        let body = (try? JSON.encode(ErrorEnvelope(refusal.message))) ?? []
        let response = bytes(body, type: "application/json", refusal.status)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private static func text(_ line: String, _ status: HTTPResponse.Status) -> Response {
        bytes(Array(line.utf8), type: "text/plain; charset=utf-8", status)
    }
}
