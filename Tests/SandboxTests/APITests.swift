import Testing

@testable import Sandbox

@Suite("The API", .enabled(if: TestSandbox.isPossible, "\(TestSandbox.why)"))
struct APITests {
    @Test("asks who calls, and knows v1's key header in v1 alone")
    func authentication() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let vmid = sandbox.first.vmid
            for token in [nil, "wrong"] {
                let answer = try await sandbox.call("GET", "/api/v2/vps", token: token)
                #expect(answer.status == 401)
                #expect(answer.headers["content-type"] == "application/problem+json")
                #expect(answer.json["code"] == "unauthorized")
                #expect(answer.json["requestId"]?.string?.hasPrefix("req_") == true)
            }
            let keyed = try await sandbox.call("GET", "/api/v2/vps", token: nil, key: "sandbox-token")
            #expect(keyed.status == 401)
            let v1 = "/api/vm/\(vmid)/agent/exec"
            #expect(try await sandbox.call("GET", v1, token: nil, key: "sandbox-token").status == 200)
            #expect(try await sandbox.call("GET", v1).status == 200)
            let refused = try await sandbox.call("GET", v1, token: nil)
            #expect(refused.status == 401)
            #expect(refused.json["code"] == "UNAUTHORIZED")
        }
    }

    @Test("holds each token to its scopes")
    func scopes() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let reset = sandbox.path("/actions/reset")
            let exec = sandbox.path("/agent/exec")
            let command = #"{"command":"true"}"#
            #expect(try await sandbox.call("GET", sandbox.path(), token: "sandbox-read").status == 200)
            #expect(try await sandbox.call("POST", reset, token: "sandbox-read").status == 403)
            #expect(try await sandbox.call("POST", exec, token: "sandbox-power", body: command).status == 403)
            #expect(try await sandbox.call("POST", exec, token: "sandbox-write", body: command).status == 200)
            #expect(try await sandbox.call("POST", reset, token: "sandbox-power").status == 202)
        }
    }

    @Test("refuses wrong methods, paths, ids and bodies")
    func strictness() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let wrong = try await sandbox.call("GET", sandbox.path("/actions/reset"))
            #expect(wrong.status == 405)
            #expect(wrong.headers["allow"] == "POST")
            #expect(try await sandbox.call("DELETE", sandbox.path()).status == 405)
            #expect(try await sandbox.call("GET", "/api/v2/servers").status == 404)
            #expect(try await sandbox.call("POST", sandbox.path("/actions/explode")).status == 404)
            let stranger = try await sandbox.call("GET", "/api/v2/vps/vps_unknown/status")
            #expect(stranger.status == 404)
            #expect(stranger.json["code"] == "vps_not_found")
            let body = try await sandbox.call("POST", sandbox.path("/actions/reset"), body: #"{"force":true}"#)
            #expect(body.status == 400)
            #expect(body.json["errors"]?.array?.first?["pointer"] == "/force")
            for bad in [#"{"force":"yes"}"#, #"{"other":true}"#, "[]", "nonsense"] {
                #expect(try await sandbox.call("POST", sandbox.path("/actions/restart"), body: bad).status == 400)
            }
            #expect(
                try await sandbox.call("POST", sandbox.path("/actions/restart"), body: #"{"force":false}"#).status
                    == 202
            )
        }
    }

    @Test("pages through the account with cursors")
    func paging() async throws {
        try await TestSandbox.with(.quick(guests: 5)) { (sandbox) async throws in
            var seen: [String] = []
            var target = "/api/v2/vps?limit=2"
            for _ in 0..<3 {
                let page = try await sandbox.call("GET", target).json
                seen += page["data"]?.array?.compactMap { $0["id"]?.string } ?? []
                target = "/api/v2/vps?limit=2&cursor=\(page["nextCursor"]?.string ?? "none")"
            }
            #expect(seen == sandbox.ready.guests.map(\.id))
            #expect(target.hasSuffix("cursor=none"))
            for bad in ["limit=0", "limit=101", "limit=x", "cursor=none", "page=2"] {
                #expect(try await sandbox.call("GET", "/api/v2/vps?\(bad)").status == 400)
            }
        }
    }

    @Test("serves a VPS from each reading endpoint")
    func reading() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let listed = try await sandbox.call("GET", "/api/v2/vps").json["data"]?.array?.first
            #expect(listed?["primaryIp"] == "10.99.0.11")
            #expect(listed?["actions"] == nil)
            let vps = try await sandbox.call("GET", sandbox.path()).json
            #expect(vps["powerState"] == "running")
            #expect(vps["actions"]?["canReset"]?["allowed"] == true)
            #expect(vps["actions"]?["canStart"]?["allowed"] == false)
            let status = try await sandbox.call("GET", sandbox.path("/status")).json
            #expect(status["pendingTasks"] == [])
            #expect(status["uptimeSeconds"]?.int != nil)
            #expect(try await sandbox.call("GET", sandbox.path("/details")).json["vmid"]?.int == sandbox.first.vmid)
            let maintenance = try await sandbox.call("GET", sandbox.path("/maintenance")).json
            #expect(maintenance == ["hasPendingMaintenance": false, "pendingChanges": []])
            let metrics = try await sandbox.call("GET", sandbox.path("/metrics?timeframe=day")).json
            #expect(metrics["samples"]?.array?.count == 5)
            #expect(try await sandbox.call("GET", sandbox.path("/metrics?timeframe=era")).status == 400)
        }
    }

    @Test("counts a token's requests and then limits them")
    func rateLimit() async throws {
        var options = SandboxOptions.quick()
        options.requestsPerMinute = 2
        try await TestSandbox.with(options) { (sandbox) async throws in
            let first = try await sandbox.call("GET", sandbox.path())
            #expect(first.headers["x-ratelimit-limit"] == "2")
            #expect(first.headers["x-ratelimit-remaining"] == "1")
            #expect(first.headers["x-ratelimit-reset"]?.hasSuffix("Z") == true)
            _ = try await sandbox.call("GET", sandbox.path())
            let limited = try await sandbox.call("GET", sandbox.path())
            #expect(limited.status == 429)
            #expect((limited.headers["retry-after"].flatMap { Int($0) } ?? 0) > 0)
            #expect(try await sandbox.call("GET", sandbox.path(), token: "sandbox-read").status == 200)
        }
    }

    @Test("runs an action as a job, one at a time, and lists it as pending")
    func jobs() async throws {
        var options = SandboxOptions.quick()
        options.operationTime = .seconds(3)
        try await TestSandbox.with(options) { (sandbox) async throws in
            let accepted = try await sandbox.call("POST", sandbox.path("/actions/reset"))
            #expect(accepted.status == 202)
            #expect(accepted.json["operation"]?["status"] == "queued")
            let second = try await sandbox.call("POST", sandbox.path("/actions/reset"))
            #expect(second.status == 409)
            #expect(second.json["code"] == "vps_not_ready")
            let pending = try await sandbox.call("GET", sandbox.path("/status")).json["pendingTasks"]?.array
            #expect(pending?.first?["type"] == "reset")
            let url = accepted.json["operation"]?["pollUrl"]?.string ?? ""
            var statuses: [String] = []
            _ = try await eventually("the job completes") {
                let answer = try await sandbox.call("GET", url).json
                let status = answer["data"]?["status"]?.string ?? ""
                if statuses.last != status { statuses.append(status) }
                return answer["success"] == true && status == "completed" ? true : nil
            }
            #expect(["queued", "in_progress", "completed"].suffix(statuses.count) == statuses[...])
            #expect(statuses.contains("in_progress"))
            #expect(try await sandbox.call("GET", "/api/jobs/job_unknown").status == 404)
        }
    }

    @Test("runs harmless commands through the agent, in both versions' shapes")
    func agent() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let v2 = sandbox.path("/agent/exec")
            #expect(try await sandbox.call("GET", v2).json["available"] == true)
            let started = try await sandbox.call("POST", v2, body: #"{"command":"echo hello"}"#)
            let url = started.json["pollUrl"]?.string ?? ""
            let result = try await sandbox.call("GET", url).json
            #expect(result["stdout"] == "hello\n" && result["exitCode"] == 0 && result["exited"] == true)
            #expect(try await sandbox.call("GET", url).status == 404, "a result is read once")
            let v1 = "/api/vm/\(sandbox.first.vmid)/agent/exec"
            let old = try await sandbox.call("POST", v1, body: #"{"command":"false"}"#).json
            #expect(old["success"] == true && old["data"]?["success"] == true)
            let process = old["data"]?["pid"]?.int ?? 0
            #expect(try await sandbox.call("GET", "\(v1)?pid=\(process)").json["data"]?["exitcode"] == 1)
            let blocked = try await sandbox.call("POST", v1, body: #"{"command":"rm -rf /"}"#)
            #expect(blocked.status == 400 && blocked.json["code"] == "BAD_REQUEST")
            _ = try await sandbox.call("POST", "/sandbox/guests/light-1/hang")
            let dead = try await sandbox.call("POST", v1, body: #"{"command":"true"}"#)
            #expect(dead.status == 500 && dead.json["code"] == "INTERNAL_ERROR")
            #expect(try await sandbox.call("GET", v2).json["available"] == false)
        }
    }

    @Test("logs every request, in order and without its token")
    func log() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            _ = try await sandbox.call("GET", "/api/v2/vps?limit=1")
            _ = try await sandbox.call("POST", sandbox.path("/actions/reset"))
            let answer = try await sandbox.call("GET", "/sandbox/log")
            let requests = answer.json["requests"]?.array ?? []
            #expect(requests.map { $0["path"]?.string } == ["/api/v2/vps?limit=1", sandbox.path("/actions/reset")])
            #expect(requests.map { $0["status"]?.int } == [200, 202])
            #expect(requests.last?["vps"]?.string == sandbox.first.id)
            #expect(!String(decoding: answer.body, as: UTF8.self).contains("sandbox-token"))
            #expect(try await sandbox.call("GET", "/sandbox/log?since=1").json["requests"]?.array?.count == 1)
        }
    }
}
