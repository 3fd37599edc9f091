internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// An answer that is a refusal.
struct Refusal: Error {
    var status: HTTPResponse.Status
    var message: String

    init(_ status: HTTPResponse.Status, _ message: String) {
        self.status = status
        self.message = message
    }

    init(_ failure: FacadeFailure) {
        switch failure {
        case .notFound(let message): self.init(.notFound, message)
        case .conflict(let message): self.init(.conflict, message)
        case .unavailable(let message): self.init(.serviceUnavailable, message)
        }
    }
}

/// Gives every error the API's shape, and tells an unknown path from a method that a path does not take.
struct Refusals: RouterMiddleware {
    typealias Context = BasicRequestContext

    /// The `Allow` header of each path.
    let methods: [String: String]

    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let failure as FacadeFailure {
            return Answers.refusal(Refusal(failure), to: request)
        } catch let refusal as Refusal {
            return Answers.refusal(refusal, to: request)
        } catch let error as HTTPError where error.status == .notFound {
            return notFound(request)
        } catch let error as HTTPError {
            return Answers.refusal(Refusal(error.status, error.body ?? error.status.reasonPhrase), to: request)
        } catch is NIOTooManyBytesError {
            return Answers.refusal(
                Refusal(.contentTooLarge, "the body is longer than \(Body.maxBytes) bytes"),
                to: request
            )
        }
    }

    private func notFound(_ request: Request) -> Response {
        guard let allowed = methods[request.uri.path] else {
            return Answers.refusal(Refusal(.notFound, "nothing is served at this path"), to: request)
        }
        var response = Answers.refusal(Refusal(.methodNotAllowed, "this path takes \(allowed)"), to: request)
        response.headers[.allow] = allowed
        return response
    }
}

/// Lets writes pass on the control socket alone.
struct OwnerOnly: RouterMiddleware {
    typealias Context = BasicRequestContext

    let access: Routes.Access

    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        switch access {
        case .control: return try await next(request, context)
        case .read:
            throw Refusal(
                .forbidden,
                "this port only reads; use the command line (`defib pause`, `resume`, `power`), SIGHUP to reload, "
                    + "or the socket control.sock in data_dir"
            )
        }
    }
}
