internal import Engine

/// A plan as a file: what differs from the defaults, and each fault on a line of its own.
extension Plan {
    /// - Parameter remark: what it shows, in a line or more.
    public func scenario(remark: String) -> String {
        var lines = remark.split(separator: "\n").map { "# \($0)" }
        lines += ["seed: \(seed)", "length: \(length)"]
        let plain = Setup()
        let changed = SetupField.all.filter { $0.read(setup) != $0.read(plain) }
        lines.append(changed.isEmpty ? "setup: {}" : "setup:")
        lines += changed.map { "  \($0.key): \($0.read(setup))" }
        lines.append(faults.isEmpty ? "faults: []" : "faults:")
        lines += faults.map { "  - \($0.inline)" }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Fault {
    fileprivate var inline: String {
        var parts = ["at: \(at)", "fault: \(kind.rawValue)"]
        if let guest { parts.append("vps: \(guest + 1)") }
        if lasts > .zero { parts.append("for: \(lasts)") }
        if size != 0 { parts.append("size: \(size)") }
        return "{\(parts.joined(separator: ", "))}"
    }
}
