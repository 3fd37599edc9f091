/// What a finished transfer brought.
public struct TransferResponse: Sendable {
    /// The final HTTP status; 0 for a mere connection.
    public var status: Int
    /// The body; for a mere connection the greeting. Empty where the request wants none.
    public var body: [UInt8]
    /// How long the body was, kept or not.
    public var bodyBytes: Int
    public var trace: TransferTrace
    private var fields: HeaderFields

    public init(status: Int, headers: [(name: String, value: String)], body: [UInt8], trace: TransferTrace) {
        self.init(status: status, fields: .parsed(headers), body: body, bodyBytes: body.count, trace: trace)
    }

    init(status: Int, fields: HeaderFields, body: [UInt8], bodyBytes: Int, trace: TransferTrace) {
        self.status = status
        self.fields = fields
        self.body = body
        self.bodyBytes = bodyBytes
        self.trace = trace
    }

    /// Of the final response, names in lower case, in the order received. Read at each call: most probes never ask.
    public var headers: [(name: String, value: String)] {
        get { fields.list }
        set { fields = .parsed(newValue) }
    }

    /// The first header of that name, which must be in lower case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}
