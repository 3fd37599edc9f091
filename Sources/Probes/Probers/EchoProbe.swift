import Engine

/// A probe carried out by one round of echoes.
struct EchoProbe: ReadyProbe {
    private let settings: EchoSettings

    init(check: ICMPCheck, timeout: TimeSpan) {
        settings = EchoSettings(check, timeout: timeout)
    }

    func start(in batch: inout StartBatch, _ completion: @escaping @Sendable (Finding) -> Void) {
        batch.echoes.append(EchoRequest(settings: settings, completion: completion))
    }
}
