import Logging
import ServiceLifecycle
import Testing

@testable import Web

/// How a server ends.
struct ShutdownTests {
    @Test(.timeLimit(.minutes(1))) func aRequestUnderWayIsStillAnswered() async throws {
        let socket = try ListeningSocket(.hostPort(host: "127.0.0.1", port: 0))
        let url = try "http://127.0.0.1:\(#require(socket.port))"
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let daemon = ScriptedDaemon(delay: .milliseconds(500))
        let server = WebServer(
            daemon: daemon,
            socket: socket,
            limits: ServerLimits(graceMilliseconds: 10_000),
            logger: logger
        )
        let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            async let idle = output(of: "sleep 0.1; curl -sS --max-time 10 \(url)/-/healthy")
            #expect(try await idle == "healthy\n")
            async let slow = output(of: "curl -sS --max-time 10 -o /dev/null -w '%{http_code}' \(url)/api/v1/targets")
            // Before that, the connection may still wait to be accepted, and is broken with the listener.
            for await _ in daemon.targetRequests { break }
            await group.triggerGracefulShutdown()
            #expect(try await slow == "200")
            try await tasks.waitForAll()
        }
        let afterwards = try await output(of: "curl -sS --max-time 5 \(url)/ 2>&1")
        #expect(afterwards.contains("Failed to connect"))
    }
}
