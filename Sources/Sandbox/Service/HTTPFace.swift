import HTTPTypes
import HummingbirdCore
import NIOCore

/// Between HTTP and the sandbox: reads a request, has it answered, and writes or breaks the answer as told.
struct HTTPFace: Sendable {
    let api: API
    let control: Control

    /// The largest body that is read; the API takes none that comes near.
    private static let bodyLimit = 256 * 1024

    @concurrent
    func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let target = request.head.path ?? "/"
        let answer: Answer
        do {
            let body = try await request.body.collect(upTo: Self.bodyLimit)
            answer = await self.answer(request, target, body: Array(body.readableBytesView))
        } catch is NIOTooManyBytesError {
            let problem = Problem(
                status: 413,
                code: "payload_too_large",
                title: "Payload too large",
                detail: "The request body is too large."
            )
            answer = problem.answer(isV1: false, path: target).header("Connection", "close")
        }
        try await AnswerWriter(channel: channel).write(answer, to: writer)
    }

    private func answer(_ request: Request, _ target: String, body: [UInt8]) async -> Answer {
        let parsed = APIRequest(
            method: request.method.rawValue,
            target: target,
            authorization: request.headers[.authorization],
            key: HTTPField.Name("X-API-Key").flatMap { request.headers[$0] },
            body: body
        )
        if let route = ControlRoute(path: parsed.path) { return await control.answer(parsed, route) }
        let route = Route(path: parsed.path)
        let number = api.world.log.received(
            method: parsed.method,
            target: target,
            endpoint: route?.endpoint,
            vps: await route.asyncFlatMap(api.vps),
            body: body
        )
        let answer = await api.answer(parsed)
        api.world.log.answered(number, status: answer.loggedStatus)
        return answer
    }
}

extension Optional {
    /// `flatMap` for a step that has to be waited for.
    fileprivate func asyncFlatMap<Value>(_ transform: (Wrapped) async -> Value?) async -> Value? {
        guard let self else { return nil }
        return await transform(self)
    }
}
