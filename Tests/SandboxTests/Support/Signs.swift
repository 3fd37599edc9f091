import Glibc

@testable import Sandbox

/// What one look at a guest shows, from inside the sandbox's namespace.
struct Signs: Hashable, Sendable {
    /// `ok`, `silent` (accepted, never answered), or why there is no connection.
    var http: String
    var echo: Bool

    static let serving = Signs(http: "ok", echo: true)
    static let mute = Signs(http: "silent", echo: true)
    static let echoOnly = Signs(http: "no connection", echo: true)
    static let gone = Signs(http: "no connection", echo: false)
}

extension TestSandbox {
    func signs(of guest: GuestDescription) async throws -> Signs {
        Signs(http: try await health(of: guest), echo: try await answersEcho(guest))
    }

    func eventuallyShows(_ signs: Signs, _ guest: GuestDescription, within limit: Duration = .seconds(15)) async throws
    {
        _ = try await eventually("\(guest.name) shows \(signs)", within: limit) {
            try await self.signs(of: guest) == signs ? true : nil
        }
    }

    func health(of guest: GuestDescription) async throws -> String {
        try await namespace.run {
            do throws(RawFailure) {
                let answer = try RawHTTP.exchange(
                    "GET",
                    "/health",
                    address: guest.address,
                    port: GuestDescription.httpPort,
                    patience: .milliseconds(250)
                )
                return String(decoding: answer.body, as: UTF8.self).filter { $0 != "\n" }
            } catch {
                switch error {
                case .silent: return "silent"
                case .connectTimedOut, .unreachable: return "no connection"
                case .refused, .closed, .other: return "\(error)"
                }
            }
        }
    }

    /// One echo, by the system's own ping.
    func answersEcho(_ guest: GuestDescription) async throws -> Bool {
        try await namespace.run {
            (try? Tool.run(["ping", "-n", "-c", "1", "-W", "0.3", guest.address])) != nil
        }
    }
}
