import Engine

/// A probe carried out by one round of echoes.
struct EchoProbe: ReadyProbe {
    let check: ICMPCheck
    let timeout: TimeSpan

    func start(in batch: inout StartBatch, _ completion: @escaping @Sendable (Finding) -> Void) {
        batch.echoes.append(EchoRequest(check, timeout: timeout, completion: completion))
    }
}
