import Testing

@testable import Sandbox

@Suite("Faults", .enabled(if: TestSandbox.isPossible, "\(TestSandbox.why)"))
struct FaultTests {
    @Test("of status come with the problem that belongs to them", arguments: [401, 403, 404, 409, 429, 500, 502, 503])
    func statuses(status: Int) async throws {
        try await TestSandbox.with { (sandbox) async throws in
            try await sandbox.setFault(#"{"fault":"status","value":\#(status),"retryAfter":"7","times":1}"#)
            let answer = try await sandbox.call("GET", sandbox.path())
            #expect(answer.status == status)
            #expect(answer.json["status"]?.int == status)
            if status == 429 {
                #expect(answer.headers["retry-after"] == "7")
                #expect(answer.headers["x-ratelimit-remaining"] == "0")
                #expect(answer.headers["x-ratelimit-reset"] != nil)
            }
            #expect(try await sandbox.call("GET", sandbox.path()).status == 200, "it was meant for one request")
        }
    }

    @Test("break the answer's body")
    func bodies() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            try await sandbox.setFault(#"{"fault":"html","times":1}"#)
            let page = try await sandbox.call("GET", sandbox.path())
            #expect(page.status == 502 && page.headers["content-type"] == "text/html")
            try await sandbox.setFault(#"{"fault":"truncated","times":1}"#)
            let half = try await sandbox.call("GET", sandbox.path())
            #expect(half.status == 200 && !half.isComplete && half.json == .null)
            try await sandbox.setFault(#"{"fault":"not_json","times":1}"#)
            let words = try await sandbox.call("GET", sandbox.path())
            #expect(words.status == 200 && words.isComplete && words.json == .null)
            try await sandbox.setFault(#"{"fault":"wrong_shape","times":1}"#)
            #expect(try await sandbox.call("GET", sandbox.path()).json["id"] == false)
            try await sandbox.setFault(#"{"fault":"huge","value":300000,"times":1}"#)
            let huge = try await sandbox.call("GET", sandbox.path())
            #expect(huge.isComplete && huge.body.count == 300_000)
            try await sandbox.setFault(#"{"fault":"endless","times":1}"#)
            let port = sandbox.port
            let path = sandbox.path()
            let count = try await sandbox.namespace.run {
                let connection = try RawConnection(address: "127.0.0.1", port: port, patience: .seconds(5))
                connection.send(Array("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
                var count = 0
                while count < 4096 { count += try connection.read().count }
                return count
            }
            #expect(count >= 4096)
        }
    }

    @Test("break the connection, before or after the work")
    func connections() async throws {
        var options = SandboxOptions.quick()
        options.operationTime = .seconds(60)
        try await TestSandbox.with(options) { (sandbox) async throws in
            let reset = sandbox.path("/actions/reset")
            try await sandbox.setFault(#"{"fault":"hang_up","endpoint":"power","times":1}"#)
            await #expect(throws: RawFailure.closed) { try await sandbox.call("POST", reset) }
            #expect(try await sandbox.call("GET", sandbox.path("/status")).json["pendingTasks"] == [])
            try await sandbox.setFault(#"{"fault":"hang_up_after","endpoint":"power","times":1}"#)
            await #expect(throws: RawFailure.closed) { try await sandbox.call("POST", reset) }
            let tasks = try await sandbox.call("GET", sandbox.path("/status")).json["pendingTasks"]?.array
            #expect(tasks?.count == 1, "the action was accepted all the same")
            try await sandbox.setFault(#"{"fault":"hang","times":1}"#)
            await #expect(throws: RawFailure.silent) {
                try await sandbox.call("GET", sandbox.path(), patience: .milliseconds(200))
            }
            try await sandbox.setFault(#"{"fault":"latency","milliseconds":300,"times":1}"#)
            await #expect(throws: RawFailure.silent) {
                try await sandbox.call("GET", sandbox.path(), patience: .milliseconds(100))
            }
        }
    }

    @Test("serve the gates in every shape, and the platform keeps to them", arguments: GateShape.allCases)
    func gates(shape: GateShape) async throws {
        try await TestSandbox.with { (sandbox) async throws in
            try await sandbox.setFault(#"{"fault":"gates","value":"\#(shape.rawValue)"}"#)
            let gate = try await sandbox.call("GET", sandbox.path()).json["actions"]?["canReset"]
            let status = try await sandbox.call("POST", sandbox.path("/actions/reset")).status
            switch shape {
            case .object: #expect(gate?["allowed"] == true && status == 202)
            case .boolean: #expect(gate == true && status == 202)
            case .absent: #expect(gate == nil && status == 202)
            case .malformed: #expect(gate == "perhaps" && status == 202)
            case .denied: #expect(gate?["allowed"] == false && status == 409)
            case .deniedBoolean: #expect(gate == false && status == 409)
            }
        }
    }

    @Test("can be for one endpoint or one VPS")
    func aim() async throws {
        try await TestSandbox.with(.quick(guests: 2)) { (sandbox) async throws in
            try await sandbox.setFault(#"{"fault":"gates","value":"absent","endpoint":"status"}"#)
            #expect(try await sandbox.call("GET", sandbox.path("/status")).json["actions"] == nil)
            #expect(try await sandbox.call("GET", sandbox.path()).json["actions"] != nil)
            try await sandbox.setFault(#"{"fault":"status","value":500,"vps":"\#(sandbox.ready.guests[1].id)"}"#)
            #expect(try await sandbox.call("GET", sandbox.path()).status == 200)
            #expect(try await sandbox.call("GET", "/api/v2/vps/\(sandbox.ready.guests[1].id)").status == 500)
            _ = try await sandbox.call("DELETE", "/sandbox/faults")
            #expect(try await sandbox.call("GET", "/api/v2/vps/\(sandbox.ready.guests[1].id)").status == 200)
        }
    }

    @Test("change what the platform says")
    func platform() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            try await sandbox.setFault(
                #"""
                [{"fault":"power_state","value":"paused"},{"fault":"service_status","value":"suspended"},
                 {"fault":"maintenance"},{"fault":"pending_tasks","value":"busy"}]
                """#
            )
            let vps = try await sandbox.call("GET", sandbox.path()).json
            #expect(vps["powerState"] == "paused" && vps["serviceStatus"] == "suspended")
            let status = try await sandbox.call("GET", sandbox.path("/status")).json
            #expect(status["powerState"] == "paused" && status["pendingTasks"]?.array?.count == 1)
            let maintenance = try await sandbox.call("GET", sandbox.path("/maintenance")).json
            #expect(maintenance["pendingChanges"]?.array?.count == 1)
            let shapes: [(String, JSON?)] = [("absent", nil), ("null", .null), ("number", 0)]
            for (shape, expected) in shapes {
                try await sandbox.setFault(#"{"fault":"pending_tasks","value":"\#(shape)"}"#)
                #expect(try await sandbox.call("GET", sandbox.path("/status")).json["pendingTasks"] == expected)
            }
        }
    }

    @Test("let jobs fail, stick, lie or never end")
    func jobs() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            try await sandbox.setFault(#"{"fault":"jobs","value":"fails","times":1}"#)
            #expect(try await sandbox.power("reset")["isFailed"] == true)
            try await sandbox.setFault(#"{"fault":"jobs","value":"contradicts","times":1}"#)
            let liar = try await sandbox.power("reset")
            #expect(liar["isFailed"] == true && liar["isCompleted"] == true)
            for course in ["never_ends", "stuck"] {
                try await sandbox.setFault(#"{"fault":"jobs","value":"\#(course)","times":1}"#)
                let accepted = try await sandbox.call("POST", sandbox.path("/actions/reset")).json
                _ = try await eventually("nothing is pending any more") {
                    try await sandbox.call("GET", sandbox.path("/status")).json["pendingTasks"] == [] ? true : nil
                }
                let url = accepted["operation"]?["pollUrl"]?.string ?? ""
                #expect(try await sandbox.call("GET", url).json["data"]?["isRunning"] == true)
            }
        }
    }

    @Test("that make no sense are refused with what would")
    func nonsense() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            for body in [
                "", "[1]", #"{"fault":"explode"}"#, #"{"fault":"status","value":200}"#, #"{"fault":"html","when":1}"#,
                #"{"fault":"gates","value":"round"}"#, #"{"fault":"html","endpoint":"nowhere"}"#,
            ] {
                let answer = try await sandbox.call("POST", "/sandbox/faults", body: body)
                #expect(answer.status == 400)
                #expect(answer.json["error"]?.string?.isEmpty == false)
            }
            #expect(try await sandbox.call("GET", "/sandbox/faults").json["faults"] == [])
        }
    }

    @Test("can be written on a command line")
    func arguments() throws {
        let rule = try FaultRule(argument: "status=429,endpoint=power,times=2,retryAfter=3")
        #expect(rule == FaultRule(.status(429, retryAfter: "3"), endpoint: .power, times: 2))
        #expect(try FaultRule(argument: "gates=denied") == FaultRule(.gates(.denied)))
        #expect(throws: SandboxError.self) { try FaultRule(argument: "status=200") }
    }
}
