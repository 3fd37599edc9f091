import Engine
import Probes
import Transfer

/// Whether this process may send echo requests: asked of the kernel, by sending one to this machine.
enum EchoPermission {
    /// Nil: it may, or no probe needs it.
    static func trouble(_ policy: Policy, _ transfers: TransferLoop) async throws(Trouble) -> String? {
        let probes = policy.targets.flatMap(\.probes) + policy.references
        guard probes.contains(where: { $0.check.kind == "icmp" }) else { return nil }
        let echoes = try echoLoop()
        let probers = Probers(transfers: transfers, echoes: echoes, clock: BootClock())
        let probe = ProbeDefinition(
            name: "icmp",
            interval: .seconds(2),
            timeout: .seconds(1),
            check: .icmp(ICMPCheck(host: "127.0.0.1", count: 1))
        )
        let observation = await probers.probeOnce(probe)
        echoes.shutDown()
        guard case .unknown(let reason) = observation.result, reason.code == .notPermitted else { return nil }
        return reason.detail
    }

    static func echoLoop() throws(Trouble) -> EchoLoop {
        do {
            return try EchoLoop()
        } catch {
            throw Trouble("\(error)")
        }
    }
}
