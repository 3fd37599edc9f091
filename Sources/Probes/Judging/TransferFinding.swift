import Engine
import Transfer

extension TransferTrace {
    /// What came back on the way, whether or not the transfer came to its end.
    func signs(kind: Check) -> SignsOfLife {
        var signs: SignsOfLife = []
        if didConnect, !isReused { signs.insert(.synAck) }
        if peerSpokeTLS { signs.insert(.tls) }
        switch kind {
        case .http: if status > 0 { signs.insert(.http) }
        case .tcp: if peerAnswered { signs.insert(.banner) }
        case .tls, .icmp, .agent: break
        }
        return signs
    }

    /// Offsets from the start become the lengths of phases, under blackbox_exporter's names.
    var measures: Measures {
        var measures = Measures()
        let ready = max(connected, tlsDone)
        measures.httpStatus = status > 0 ? UInt16(clamping: status) : nil
        if !isReused {
            measures.resolve = TransferTrace.length(from: 0, to: resolved)
            measures.connect = TransferTrace.length(from: resolved, to: connected)
            measures.tls = TransferTrace.length(from: connected, to: tlsDone)
        }
        measures.processing = peerAnswered ? TransferTrace.length(from: ready, to: firstByte) : nil
        measures.transfer = peerAnswered && firstByte > 0 ? TransferTrace.length(from: firstByte, to: total) : nil
        measures.certificateExpiry = certificates.map(\.notAfter).min()
        measures.duration = UInt32(clamping: total)
        return measures
    }

    /// What is told of it beside the measures.
    var particulars: Particulars {
        var particulars = Particulars()
        particulars.address = (remote ?? attempted).map(IPAddress.init)
        particulars.contentLength = contentLength
        particulars.lastModified = lastModified
        particulars.redirects = UInt16(clamping: redirects + (endsInRedirect ? 1 : 0))
        particulars.httpVersion = httpVersion
        particulars.isEncrypted = isEncrypted
        particulars.tlsVersion = tlsVersion.flatMap(Particulars.TLSVersion.init)
        return particulars
    }

    /// Nil for a phase that was not reached.
    private static func length(from start: Int, to end: Int) -> UInt32? {
        end > 0 ? UInt32(clamping: end - start) : nil
    }
}

extension IPAddress {
    init(_ peer: PeerAddress) {
        if peer.isV4 {
            self.init(v4: UInt32(truncatingIfNeeded: peer.low))
        } else {
            self.init(v6High: peer.high, low: peer.low)
        }
    }
}

extension Particulars.TLSVersion {
    fileprivate init?(_ text: String) {
        switch text {
        case "1.0": self = .tls10
        case "1.1": self = .tls11
        case "1.2": self = .tls12
        case "1.3": self = .tls13
        case _: return nil
        }
    }
}

/// Makes findings of what transfers bring, for the check that was asked.
struct TransferFinding: Sendable {
    let check: Check

    func finding(_ response: TransferResponse, _ result: ProbeResult) -> Finding {
        var finding = finding(response.trace, result, signs: [])
        if response.status > 0 { finding.measures.httpStatus = UInt16(clamping: response.status) }
        finding.measures.bodyBytes = UInt32(clamping: response.bodyBytes)
        return finding
    }

    func finding(_ error: TransferError) -> Finding {
        finding(error.trace, TransferFinding.result(of: error), signs: TransferFinding.signs(of: error.kind))
    }

    private func finding(_ trace: TransferTrace, _ shown: ProbeResult, signs extra: SignsOfLife) -> Finding {
        let result = trace.isAddressOld ? shown.atOldAddress : shown
        if trace.redirects > 0, let first = firstAnswerer(trace) {
            var finding = Finding(result, signs: firstSigns, remote: first, measures: trace.measures)
            finding.particulars = trace.particulars
            finding.particulars.address = first
            return finding
        }
        let signs = trace.signs(kind: check).union(extra)
        let remote = signs.isEmpty ? nil : lastAnswerer(trace)
        var finding = Finding(result, signs: signs, remote: remote, measures: trace.measures)
        finding.particulars = trace.particulars
        finding.particulars.address = finding.particulars.address ?? check.literalAddress
        return finding
    }

    /// A refusal comes from an address to which no connection stood.
    private func lastAnswerer(_ trace: TransferTrace) -> IPAddress? {
        (trace.remote ?? trace.attempted).map(IPAddress.init) ?? check.literalAddress
    }

    // MARK: Redirects

    /// Several hosts may have answered then, and a finding names one: the one that was asked, whose life is in question,
    /// with what it sent to redirect us. How the others fared decides the result alone.
    private func firstAnswerer(_ trace: TransferTrace) -> IPAddress? {
        trace.firstRemote.map(IPAddress.init) ?? check.literalAddress
    }

    private var firstSigns: SignsOfLife {
        guard case .http(let http) = check, http.url.lowercased().hasPrefix("https:") else { return [.synAck, .http] }
        return [.synAck, .tls, .http]
    }

    // MARK: Failures

    /// By whose fault it is: the target's is down, ours is unknown.
    static func result(of error: TransferError) -> ProbeResult {
        let detail = Excerpt.of(error.message)
        return switch error.kind {
        case .timedOut: .down(Reason(.timedOut, detail))
        case .connectionRefused: .down(Reason(.connectionRefused, detail))
        case .connectionReset: .down(Reason(.connectionReset, detail))
        case .hostUnreachable: .down(Reason(.hostUnreachable, detail))
        case .tlsFailed: .down(Reason(.tlsFailed, detail))
        case .certificateInvalid: .down(Reason(.certificateInvalid, detail))
        case .bodyTooLarge: .down(Reason(.bodyTooLarge, detail))
        case .tooManyRedirects: .down(Reason(.tooManyRedirects, detail))
        case .protocolViolation: .down(Reason(.protocolViolation, detail))
        case .networkUnreachable: .unknown(Reason(.networkUnreachable, detail))
        case .resolutionFailed: .unknown(Reason(.resolutionFailed, detail))
        case .outOfDescriptors: .unknown(Reason(.outOfDescriptors, detail))
        case .cancelled, .shutDown: .unknown(Reason(.cancelled, detail))
        case .invalidRequest, .internalFault: .unknown(Reason(.internalFault, detail))
        }
    }

    /// What the failure itself shows, beside what the trace does.
    static func signs(of kind: TransferError.Kind) -> SignsOfLife {
        switch kind {
        case .connectionRefused, .connectionReset:
            .reset
        case .certificateInvalid:
            .tls
        case .timedOut, .hostUnreachable, .tlsFailed, .bodyTooLarge, .tooManyRedirects, .protocolViolation,
            .networkUnreachable, .resolutionFailed, .outOfDescriptors, .invalidRequest, .cancelled, .shutDown,
            .internalFault:
            []
        }
    }
}
