import Engine
import Transfer

@testable import Probes

/// The real probers, each test's own.
struct Probing: Sendable {
    let transfers: TransferLoop
    let echoes: EchoLoop
    let probers: Probers

    init(agents: AgentProber? = nil, resolver: Resolver? = nil) throws {
        transfers = try TransferLoop()
        echoes = try EchoLoop(resolver: resolver)
        probers = Probers(transfers: transfers, echoes: echoes, agents: agents, clock: BootClock())
    }

    func once(_ check: Check, timeout: TimeSpan = .seconds(5)) async -> Observation {
        let definition = ProbeDefinition(name: "probe", interval: .seconds(60), timeout: timeout, check: check)
        return await probers.probeOnce(definition, vps: VPSID("vps_1"))
    }

    /// An HTTP check of loopback, changed as the test needs.
    func http(
        port: Int,
        path: String = "/",
        timeout: TimeSpan = .seconds(5),
        _ change: (inout HTTPCheck) -> Void = { _ in }
    ) async -> Observation {
        var check = HTTPCheck(url: "http://127.0.0.1:\(port)\(path)", host: "127.0.0.1")
        change(&check)
        return await once(.http(check), timeout: timeout)
    }
}

extension Observation {
    /// `up`, or the word for why not: `down timed_out`.
    var verdict: String {
        switch result {
        case .up: "up"
        case .down(let reason): "down \(reason.code.rawValue)"
        case .unknown(let reason): "unknown \(reason.code.rawValue)"
        }
    }

    var detail: String { result.reason?.detail ?? "" }
}
