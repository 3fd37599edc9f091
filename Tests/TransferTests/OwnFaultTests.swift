import Glibc
import Synchronization
import Testing
import Transfer

@Suite("What is our own fault is not blamed on the peer:")
struct OwnFaultTests {
    @Test("a name that does not exist")
    func unknownName() async throws {
        let loop = try TransferLoop()
        let error = try await failure(of: TransferRequest(url: "http://name.invalid/", deadline: 20_000), on: loop)
        #expect(error.kind == .resolutionFailed)
        #expect(error.message == "name name.invalid cannot be resolved")
        #expect(error.trace.attemptedAddress == nil)
    }

    @Test("no descriptor left")
    func outOfDescriptors() async {
        await #expect(processExitsWith: .success) {
            let server = try LoopbackServer { $0.serve(response()) }
            let loop = try TransferLoop()
            let outcome = Mutex<Result<TransferResponse, TransferError>?>(nil)
            // Dispatch, below Swift's tasks, dies where it gets no descriptor: it opens its own first, and nothing is
            // awaited in between.
            try await Task.sleep(for: .milliseconds(20))
            withNoFurtherDescriptors {
                loop.start(TransferRequest(url: server.url, deadline: 5000)) { result in
                    outcome.withLock { $0 = result }
                }
                while outcome.withLock({ $0 == nil }) { usleep(1000) }
                #expect(throws: TransferError.self) { try TransferLoop() }
            }
            guard case .failure(let error) = outcome.withLock({ $0 }) else {
                Issue.record("it found a descriptor")
                return
            }
            #expect(error.kind == .outOfDescriptors)
            #expect(error.message.hasSuffix("this machine is out of sockets (Too many open files)"))
            #expect(!error.trace.didConnect)
        }
    }

    @Test("proxies in the environment, which are not for us")
    func environmentProxies() async {
        await #expect(processExitsWith: .success) {
            for name in ["http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"] {
                setenv(name, "http://127.0.0.1:1", 1)
            }
            let server = try LoopbackServer { $0.serve(response()) }
            let loop = try TransferLoop()
            let answer = try await loop.perform(TransferRequest(url: server.url, deadline: 5000))
            #expect(answer.status == 200)
        }
    }

    @Test("a proxy asked for is used, whatever the environment excepts")
    func proxy() async throws {
        await #expect(processExitsWith: .success) {
            setenv("no_proxy", "*", 1)
            let proxy = try LoopbackServer { connection in
                while let head = connection.readHead() { connection.send(response(body: head)) }
            }
            let loop = try TransferLoop()
            let request = TransferRequest(url: "http://name.invalid/x", deadline: 5000, proxy: proxy.url)
            let head = String(decoding: try await loop.perform(request).body, as: UTF8.self)
            #expect(head.hasPrefix("GET http://name.invalid/x HTTP/1.1\r\n"))
        }
    }

    @Test("no route", .enabled(if: NetworkNamespace.isAvailable, Comment(rawValue: NetworkNamespace.unavailable)))
    func noRoute() async throws {
        let loop = try await NetworkNamespace.run { try TransferLoop() }
        let error = try await failure(of: TransferRequest(url: "tcp://203.0.113.7:22", deadline: 5000), on: loop)
        #expect(error.kind == .networkUnreachable)
        #expect(error.message == "connect to 203.0.113.7 port 22: no network from here (Network is unreachable)")
    }

    @Test(
        "but a path that says the host is unreachable speaks of the host",
        .enabled(if: NetworkNamespace.isAvailable, Comment(rawValue: NetworkNamespace.unavailable))
    )
    func hostUnreachable() async throws {
        let loop = try await NetworkNamespace.run {
            try ChildProcess.run("ip", "link", "set", "lo", "up")
            try ChildProcess.run("ip", "route", "add", "unreachable", "203.0.113.0/24")
            return try TransferLoop()
        }
        let error = try await failure(of: TransferRequest(url: "tcp://203.0.113.7:22", deadline: 5000), on: loop)
        #expect(error.kind == .hostUnreachable)
        #expect(error.trace.attemptedAddress == "203.0.113.7" && !error.trace.didConnect)
    }

    @Test(
        "and so does one that reports, after a while, that the host answers no ARP",
        .enabled(if: NetworkNamespace.isAvailable, Comment(rawValue: NetworkNamespace.unavailable))
    )
    func unansweredARP() async throws {
        let loop = try await NetworkNamespace.run {
            try lonelyNetwork()
            // The kernel gives up after three questions, a second apart unless told otherwise.
            try ChildProcess.run("sh", "-c", "echo 50 > /proc/sys/net/ipv4/neigh/void/retrans_time_ms")
            return try TransferLoop()
        }
        let error = try await failure(of: TransferRequest(url: "http://192.0.2.7/", deadline: 20_000), on: loop)
        #expect(error.kind == .hostUnreachable)
        #expect(error.message == "connect to 192.0.2.7 port 80: host unreachable, says the path to it")
        #expect(!error.trace.didConnect)
    }

    @Test(
        "a resolver that does not answer costs its own transfers their deadlines, and others nothing",
        .enabled(if: NetworkNamespace.isAvailable, Comment(rawValue: NetworkNamespace.unavailable))
    )
    func deadResolver() async throws {
        let (loop, server) = try await NetworkNamespace.run {
            // Everything that leaves vanishes, questions for names among it.
            try lonelyNetwork()
            try ChildProcess.run("ip", "route", "add", "default", "dev", "void")
            let server = try LoopbackServer { connection in
                while connection.readHead() != nil {
                    usleep(500_000)
                    connection.send(response())
                }
            }
            return (try TransferLoop(), server)
        }
        // Given up after 200 ms, while the resolver goes on asking for 5 s; the other answers in between.
        async let error = failure(of: TransferRequest(url: "http://www.example.org/", deadline: 200), on: loop)
        async let answer = loop.perform(TransferRequest(url: server.url, deadline: 3000))
        #expect(try await error.kind == .resolutionFailed)
        #expect(try await error.message == "name www.example.org not resolved within 200 ms")
        #expect(try await answer.status == 200)
    }

    /// 192.0.2.0/24, where nobody else is.
    private func lonelyNetwork() throws {
        try ChildProcess.run("ip", "link", "add", "void", "type", "veth", "peer", "other")
        try ChildProcess.run("ip", "address", "add", "192.0.2.1/24", "dev", "void")
        for interface in ["lo", "void", "other"] { try ChildProcess.run("ip", "link", "set", interface, "up") }
    }
}

/// Those that are open stay so, but there is no other while `body` runs.
private func withNoFurtherDescriptors(_ body: () -> Void) {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    getrlimit(resource, &limit)
    defer { setrlimit(resource, &limit) }
    var none = rlimit(rlim_cur: 0, rlim_max: limit.rlim_max)
    setrlimit(resource, &none)
    body()
}
