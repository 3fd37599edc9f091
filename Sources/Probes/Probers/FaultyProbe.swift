import Engine

/// Why a probe can't be carried out as it is defined.
struct ProbeFault: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

/// Stands in for a probe that can't be carried out: it is unknown each time, and says why.
struct FaultyProbe: ReadyProbe {
    let fault: ProbeFault

    func start(in batch: inout StartBatch, _ completion: @escaping @Sendable (Finding) -> Void) {
        completion(Finding(.unknown(Reason(.internalFault, fault.message))))
    }
}
