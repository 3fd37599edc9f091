/// The provider's words for a VPS's power state (v2). What is not in the list decodes as `unknown`.
public enum PowerState: String, Hashable, Sendable, Codable, CaseIterable {
    case running, stopped, starting, stopping, paused, provisioning, error, unknown
}

/// The provider's words for the service behind a VPS (v2). What is not in the list decodes as `unknown`.
public enum ServiceStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case active, suspended, terminated, pending, cancelled, expired, fraud, unknown
}

/// What one listing says of one VPS.
public struct PlatformReading: Hashable, Sendable, Codable {
    public var id: VPSID
    public var name: String
    /// Nil where the listing had none.
    public var powerState: PowerState?
    public var serviceStatus: ServiceStatus?
    public var primaryIP: IPAddress?

    public init(
        id: VPSID,
        name: String,
        powerState: PowerState?,
        serviceStatus: ServiceStatus?,
        primaryIP: IPAddress?
    ) {
        self.id = id
        self.name = name
        self.powerState = powerState
        self.serviceStatus = serviceStatus
        self.primaryIP = primaryIP
    }
}

/// Why the provider's API gave no usable answer. It means that the watchdog is blind, never that a VPS is down.
public struct ProviderFailure: Error, Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        /// No answer: resolver, connection, TLS or deadline.
        case transport
        /// 401, or a key the client refuses to send.
        case unauthorized
        /// 403: a scope is missing, or the VPS is somebody else's.
        case forbidden
        case notFound
        /// 409: busy or not ready; read again.
        case conflict
        case rateLimited
        /// 5xx.
        case server
        /// Another status than the documented ones.
        case unexpectedStatus
        /// A 2xx that can't be understood.
        case undecodable
        /// Nothing was asked: Defib's own checker refused the action.
        case refusedByChecker
    }

    public var kind: Kind
    /// The HTTP status, where one came.
    public var status: Int?
    /// The provider's machine-readable code, such as `vps_not_ready`.
    public var code: String?
    /// What the provider's support asks for.
    public var requestID: String?
    /// One bounded line for people, without secrets.
    public var message: String

    public init(kind: Kind, status: Int? = nil, code: String? = nil, requestID: String? = nil, message: String) {
        self.kind = kind
        self.status = status
        self.code = code
        self.requestID = requestID
        self.message = message
    }
}

extension ProviderFailure: CustomStringConvertible {
    public var description: String {
        var text = message
        if let code { text += " (\(code))" }
        if let requestID { text += " [request \(requestID)]" }
        return text
    }
}
