import Glibc
import Logging

@testable import Sandbox

/// A sandbox in a namespace of its own, for the length of one test.
struct TestSandbox: Sendable {
    let namespace: NetworkNamespace
    let ready: SandboxReady
    let port: Int

    /// Root makes namespaces; whoever is not needs `unshare --user --map-root-user` around the tests.
    static let isPossible = geteuid() == 0
    static let why: String = "needs root: making network namespaces (run the tests as root, or under `unshare -Urn`)"

    /// Runs a sandbox around `body`, and waits until it is taken down.
    static func with(
        _ options: SandboxOptions = .quick(),
        _ body: @escaping @Sendable (TestSandbox) async throws -> Void
    ) async throws {
        var options = options
        let namespace = try await NetworkNamespace.make()
        options.namespace = namespace
        let settled = options
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let quiet = logger
        let (events, continuation) = AsyncStream.makeStream(of: SandboxReady.self)
        try await withThrowingTaskGroup { group in
            group.addTask {
                defer { continuation.finish() }
                try await Sandbox.run(settled, logger: quiet) { continuation.yield($0) }
            }
            for await ready in events {
                let port = Int(ready.origin.split(separator: ":").last ?? "") ?? 0
                try await body(TestSandbox(namespace: namespace, ready: ready, port: port))
                break
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// A request to the API, or to the sandbox's own paths, from inside.
    func call(
        _ method: String,
        _ target: String,
        token: String? = "sandbox-token",
        key: String? = nil,
        body: String? = nil,
        patience: Duration = .seconds(5)
    ) async throws -> RawResponse {
        var headers = ["Accept": "application/json"]
        if let token { headers["Authorization"] = "Bearer \(token)" }
        if let key { headers["X-API-Key"] = key }
        let given = headers
        let port = self.port
        return try await namespace.run {
            try RawHTTP.exchange(method, target, port: port, headers: given, body: body, patience: patience)
        }
    }

    var first: GuestDescription { ready.guests[0] }
    func path(_ tail: String = "") -> String { "/api/v2/vps/\(first.id)\(tail)" }

    func setFault(_ json: String) async throws {
        let answer = try await call("POST", "/sandbox/faults", body: json)
        guard answer.status == 200 else { throw SandboxError(String(decoding: answer.body, as: UTF8.self)) }
    }

    /// Starts a power action and waits for its job's end.
    func power(_ verb: String) async throws -> JSON {
        let accepted = try await call("POST", path("/actions/\(verb)"))
        guard accepted.status == 202, let url = accepted.json["operation"]?["pollUrl"]?.string else {
            throw SandboxError("\(verb) was answered with \(accepted.status)")
        }
        return try await eventually("the job of \(verb) ends") {
            let job = try await call("GET", url).json["data"] ?? .null
            return job["isCompleted"]?.bool == true || job["isFailed"]?.bool == true ? job : nil
        }
    }
}

/// Waits for `body` to give something, within a deadline that only a broken build meets.
func eventually<Value>(
    _ what: String,
    within limit: Duration = .seconds(15),
    _ body: () async throws -> Value?
) async throws -> Value {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if let value = try await body() { return value }
        try await Task.sleep(for: .milliseconds(20))
    }
    throw SandboxError("it did not come true within \(limit) that \(what)")
}

extension SandboxOptions {
    /// Light guests that do in moments what takes seconds.
    static func quick(guests: Int = 1) -> SandboxOptions {
        var options = SandboxOptions()
        options.lightGuests = guests
        options.operationTime = .milliseconds(80)
        options.bootTime = .milliseconds(150)
        options.shutdownTime = .milliseconds(50)
        options.crashAfter = .milliseconds(300)
        return options
    }
}
