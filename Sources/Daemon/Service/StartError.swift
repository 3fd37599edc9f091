import Configuration

/// Why the daemon does not start: one clear text, with the place and the remedy.
public struct StartError: Error, CustomStringConvertible {
    public var description: String

    public init(_ description: String) {
        self.description = description
    }
}
