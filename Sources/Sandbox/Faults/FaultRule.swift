/// A fault, and the requests it is for.
public struct FaultRule: Hashable, Sendable {
    public var fault: Fault
    /// A VPS' id; nil: all of them, and requests that name none.
    public var vps: String?
    /// Nil: all.
    public var endpoint: Endpoint?
    /// How many requests it still strikes; nil: until it is cleared.
    public var times: Int?

    public init(_ fault: Fault, vps: String? = nil, endpoint: Endpoint? = nil, times: Int? = nil) {
        self.fault = fault
        self.vps = vps
        self.endpoint = endpoint
        self.times = times
    }

    /// A fault for one VPS strikes no request that names none, the list among them.
    func strikes(vps: String?, endpoint: Endpoint) -> Bool {
        (self.vps == nil || self.vps == vps) && (self.endpoint == nil || self.endpoint == endpoint)
    }
}
