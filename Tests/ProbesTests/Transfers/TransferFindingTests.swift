import Engine
import Testing
import Transfer

@testable import Probes

@Suite struct TransferFindingTests {
    /// Whose fault each failure is, and what of it is a sign of life by itself.
    static let table: [(TransferError.Kind, String, SignsOfLife)] = [
        (.timedOut, "down timed_out", []),
        (.connectionRefused, "down connection_refused", .reset),
        (.connectionReset, "down connection_reset", .reset),
        (.hostUnreachable, "down host_unreachable", []),
        (.tlsFailed, "down tls_failed", []),
        (.certificateInvalid, "down certificate_invalid", .tls),
        (.bodyTooLarge, "down body_too_large", []),
        (.tooManyRedirects, "down too_many_redirects", []),
        (.protocolViolation, "down protocol_violation", []),
        (.networkUnreachable, "unknown network_unreachable", []),
        (.resolutionFailed, "unknown resolution_failed", []),
        (.outOfDescriptors, "unknown out_of_descriptors", []),
        (.invalidRequest, "unknown internal_fault", []),
        (.cancelled, "unknown cancelled", []),
        (.shutDown, "unknown cancelled", []),
        (.internalFault, "unknown internal_fault", []),
    ]

    static let http = Check.http(HTTPCheck(url: "https://192.0.2.1/", host: "192.0.2.1"))

    @Test func `The table names every kind of failure`() {
        #expect(Set(TransferFindingTests.table.map(\.0)) == Set(TransferError.Kind.allCases))
    }

    @Test(arguments: table)
    func `A failure is put down to whose fault it is`(kind: TransferError.Kind, verdict: String, signs: SignsOfLife) {
        let error = TransferError(kind: kind, message: "said so")
        let finding = TransferFinding(check: TransferFindingTests.http).finding(error)
        #expect(finding.verdict == verdict)
        #expect(finding.signs == signs)
        #expect(finding.result.reason?.detail == "said so")
        #expect(finding.remote == (signs == [] ? nil : IPAddress("192.0.2.1")))
    }

    @Test(arguments: TransferError.Kind.allCases)
    func `Signs seen on the way are kept whatever the end`(kind: TransferError.Kind) {
        var trace = TransferTrace()
        trace.connected = 1_000
        trace.remote = PeerAddress("192.0.2.7")
        trace.peerSpokeTLS = true
        trace.status = 200
        let error = TransferError(kind: kind, message: "", trace: trace)
        let finding = TransferFinding(check: TransferFindingTests.http).finding(error)
        #expect(finding.signs.isSuperset(of: [.synAck, .tls, .http]))
        #expect(finding.remote == IPAddress("192.0.2.7"))
    }

    @Test func `A refusal comes from the address that was tried`() {
        var trace = TransferTrace()
        trace.attempted = PeerAddress("192.0.2.8")
        let check = Check.tcp(TCPCheck(host: "web.example", port: 22))
        let error = TransferError(kind: .connectionRefused, message: "", trace: trace)
        #expect(TransferFinding(check: check).finding(error).remote == IPAddress("192.0.2.8"))
    }

    @Test func `After a redirect, the signs are those of whom was asked`() {
        var trace = TransferTrace()
        trace.redirects = 1
        trace.firstRemote = PeerAddress("192.0.2.1")
        trace.attempted = PeerAddress("198.51.100.1")
        let error = TransferError(kind: .connectionRefused, message: "", trace: trace)
        let finding = TransferFinding(check: TransferFindingTests.http).finding(error)
        #expect(finding.signs == [.synAck, .tls, .http], "the refusal is another host's")
        #expect(finding.remote == IPAddress("192.0.2.1"))
    }

    @Test func `Offsets become the lengths of phases`() {
        var trace = TransferTrace()
        (trace.resolved, trace.connected, trace.tlsDone) = (100, 300, 900)
        (trace.firstByte, trace.total) = (2_000, 2_500)
        trace.peerAnswered = true
        let measures = trace.measures
        #expect(measures.resolve == 100)
        #expect(measures.connect == 200)
        #expect(measures.tls == 600)
        #expect(measures.processing == 1_100)
        #expect(measures.transfer == 500)
        #expect(measures.duration == 2_500)
    }

    @Test func `Phases that were not reached are not measured`() {
        var trace = TransferTrace()
        trace.total = 3_000_000
        let measures = trace.measures
        #expect(
            [measures.resolve, measures.connect, measures.tls, measures.processing, measures.transfer] == [
                nil, nil, nil, nil, nil,
            ]
        )
    }
}

extension Finding {
    var verdict: String {
        observation(
            of: ProbeAddress(owner: .target(0), probe: 0, epoch: 0),
            startedAt: .distantPast,
            endedAt: .distantPast
        ).verdict
    }
}
