import Engine
import Transfer

/// Runs one transfer, to where its name is by the resolver's word: libcurl asks nobody.
///
/// A name's addresses are tried one after another until one accepts a connection, each for its share of the time that is left.
/// The one that did is the first next time, so that an address which is out of order costs one run its time.
struct TransferRuns: Sendable {
    let transfer: PreparedTransfer
    private let loop: TransferLoop
    /// Nil where the URL has an address.
    private let host: NamedHost?

    init(_ transfer: PreparedTransfer, host: NamedHost?, loop: TransferLoop) {
        self.transfer = transfer
        self.host = host
        self.loop = loop
    }

    /// Puts a run into the batch, where nothing has to be asked first. The completion is called once.
    func start(_ terms: RunTerms, in batch: inout StartBatch, _ completion: @escaping TransferCompletion) {
        guard let host else {
            return batch.transfers.append(TransferStart(transfer, terms: terms, completion: completion))
        }
        guard let answer = host.known else { return resolve(host, terms, completion) }
        switch course(answer, of: host, terms) {
        case .success(let course): batch.transfers.append(step(course, host, completion))
        case .failure(let error): completion(.failure(error))
        }
    }

    /// The same outside of a batch.
    func start(_ terms: RunTerms, _ completion: @escaping TransferCompletion) {
        var batch = StartBatch()
        start(terms, in: &batch, completion)
        if !batch.transfers.isEmpty { loop.start(batch.transfers) }
    }

    /// Waits for the name, within the run's time.
    private func resolve(_ host: NamedHost, _ terms: RunTerms, _ completion: @escaping TransferCompletion) {
        let startedAt = Nanoseconds.now()
        let time = time(of: terms)
        host.resolve(by: startedAt + .milliseconds(Int64(time))) { [self] answer in
            let waited = Int(Nanoseconds.now().microseconds(since: startedAt))
            switch course(answer, of: host, terms, resolving: waited) {
            case .success(let course):
                loop.start([step(course, host) { completion($0.excused(waited, of: time * 1_000, host.name)) }])
            case .failure(let error):
                completion(.failure(error))
            }
        }
    }

    private func time(of terms: RunTerms) -> Int {
        min(terms.deadline ?? transfer.deadline, transfer.deadline)
    }

    private func course(
        _ answer: NameAnswer,
        of host: NamedHost,
        _ terms: RunTerms,
        resolving: Int = 0
    ) -> Result<AddressCourse, TransferError> {
        switch answer {
        case .addresses(let addresses, let isStale):
            let order = host.order(addresses)
            let course = AddressCourse(order, areOld: isStale, terms, time: time(of: terms), resolving: resolving)
            return course.map { .success($0) } ?? .failure(TransferError(kind: .resolutionFailed, message: host.name))
        case .failed(let reason):
            var trace = TransferTrace()
            trace.precede(resolving: resolving, connecting: 0)
            let kind: TransferError.Kind = reason.code == .cancelled ? .shutDown : .resolutionFailed
            return .failure(TransferError(kind: kind, message: reason.detail, trace: trace))
        }
    }

    private func step(
        _ course: AddressCourse,
        _ host: NamedHost,
        _ completion: @escaping TransferCompletion
    ) -> TransferStart {
        TransferStart(transfer, terms: course.terms(by: host.way(to: course.address))) { [self] result in
            if let next = course.next(after: result) {
                loop.start([step(next, host, completion)])
            } else {
                if course.hasChoice, case .success = result { host.answered(course.address) }
                completion(course.conclusion(result))
            }
        }
    }
}

extension Result<TransferResponse, TransferError> {
    /// Where the resolver took half of the run's time or more, in microseconds, what was left proves nothing.
    fileprivate func excused(_ waited: Int, of time: Int, _ name: String) -> Self {
        guard case .failure(var error) = self, error.kind == .timedOut, waited * 2 >= time else { return self }
        error.kind = .resolutionFailed
        error.message = "\(name): the resolver took \(waited / 1_000) ms; then \(error.message)"
        return .failure(error)
    }
}
