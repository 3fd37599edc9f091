import Engine
import Transfer

/// What is left to try of one run: an address, and where it accepts no connection, others of the same name.
struct AddressCourse: Sendable {
    let address: IPAddress
    private let others: ArraySlice<IPAddress>
    private let terms: RunTerms
    /// The resolver does not confirm the addresses.
    private let isOld: Bool
    /// Of the whole run, in milliseconds.
    private let time: Int
    /// What went before, in microseconds.
    private var resolving = 0
    private var connecting = 0
    /// What the address before this one brought.
    private var former: TransferError?

    /// Nil where there is no address.
    init?(_ addresses: [IPAddress], areOld isOld: Bool, _ terms: RunTerms, time: Int, resolving: Int = 0) {
        guard let first = addresses.first else { return nil }
        self.init(first, addresses.dropFirst(), isOld: isOld, terms, time: time)
        self.resolving = resolving
    }

    private init(_ address: IPAddress, _ others: ArraySlice<IPAddress>, isOld: Bool, _ terms: RunTerms, time: Int) {
        self.address = address
        self.others = others
        self.isOld = isOld
        self.terms = terms
        self.time = time
    }

    var hasChoice: Bool { former != nil || !others.isEmpty }
    private var isAtStart: Bool { resolving + connecting == 0 }
    private var millisecondsLeft: Int { time - (resolving + connecting) / 1_000 }

    /// Each address has its share of the time that is left for connecting; the one that accepts has all of the rest.
    func terms(by way: FixedAddress) -> RunTerms {
        var terms = terms
        terms.address = way
        if !isAtStart { terms.deadline = max(1, millisecondsLeft) }
        if !others.isEmpty { terms.connectDeadline = max(1, millisecondsLeft / (others.count + 1)) }
        return terms
    }

    /// The next address, where this one let no connection come to stand and time is left.
    func next(after result: Result<TransferResponse, TransferError>) -> AddressCourse? {
        guard case .failure(let error) = result, error.leavesOthersToTry, let next = others.first else { return nil }
        var course = AddressCourse(next, others.dropFirst(), isOld: isOld, terms, time: time)
        course.resolving = resolving
        course.connecting = connecting + error.trace.total
        course.former = error
        return course.millisecondsLeft > 0 ? course : nil
    }

    /// The run's result, with all that it took. That there is no way from here to one address takes nothing from what another
    /// one showed.
    func conclusion(_ result: Result<TransferResponse, TransferError>) -> Result<TransferResponse, TransferError> {
        guard !isAtStart || isOld else { return result }
        switch result {
        case .success(var response):
            complete(&response.trace)
            return .success(response)
        case .failure(var error):
            if error.kind == .networkUnreachable, let former { error = former }
            complete(&error.trace)
            return .failure(error)
        }
    }

    private func complete(_ trace: inout TransferTrace) {
        trace.precede(resolving: resolving, connecting: connecting)
        trace.isAddressOld = isOld
    }
}

extension TransferError {
    fileprivate var leavesOthersToTry: Bool {
        switch kind {
        case .timedOut: true
        case .connectionRefused, .connectionReset, .hostUnreachable, .networkUnreachable: !trace.didConnect
        case .tlsFailed, .certificateInvalid, .bodyTooLarge, .tooManyRedirects, .protocolViolation, .resolutionFailed,
            .outOfDescriptors, .invalidRequest, .cancelled, .shutDown, .internalFault:
            false
        }
    }
}
