/// What libcurl would pass on blindly, or answer with something harder to understand.
enum RequestCheck {
    static func check(_ request: TransferRequest) throws(TransferError) {
        guard !request.method.isEmpty, request.method.utf8.allSatisfy(isTokenByte) else {
            throw .invalid("the method is not a token")
        }
        for (name, value) in request.headers {
            guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
                throw .invalid("a header's name is not a token")
            }
            // The value may be a credential: it is not repeated.
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw .invalid("the value of header \(name) holds a control character")
            }
        }
        guard request.deadline > 0, request.deadline <= Int(Int32.max), (request.connectDeadline ?? 1) > 0 else {
            throw .invalid("a deadline must be at least 1 ms and at most 24 days")
        }
        if let envelope = request.envelope { try check(envelope) }
        guard request.maxBodyBytes >= 0, request.greetingBytes >= 0, request.maxRedirects >= 0 else {
            throw .invalid("a limit is negative")
        }
    }

    static func check(_ endpoint: Endpoint, of request: TransferRequest) throws(TransferError) {
        guard endpoint.kind == .mail ? request.envelope?.recipients.isEmpty == false && request.body != nil : true
        else {
            throw .invalid("mail needs an envelope with recipients, and a message")
        }
        guard let literal = endpoint.literal, request.family != .any, literal != request.family else { return }
        throw .invalid("\(endpoint.host) is not an IP\(request.family) address")
    }

    /// What could end a line of the dialogue, or an address within it.
    private static func check(_ envelope: MailEnvelope) throws(TransferError) {
        let texts = [envelope.sender] + envelope.recipients
        guard
            texts.allSatisfy({
                !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"<>".utf8.contains($0) }
            })
        else { throw .invalid("a mail address is empty, or holds a blank, a bracket or a control character") }
    }

    /// RFC 9110 §5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default:
            "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
