/// What the API serves, by name: how faults and the log speak of it.
public enum Endpoint: String, Hashable, Sendable, CaseIterable {
    case list, get, details, status, maintenance, metrics, power, job, exec
}
