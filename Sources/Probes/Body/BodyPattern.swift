import Synchronization

/// Says what is wrong with a regular expression; nil for one that a probe can use.
public func validateRegex(_ pattern: String) -> String? {
    do {
        _ = try BodyPattern(pattern)
        return nil
    } catch {
        return error.message
    }
}

/// A regular expression that a body must match somewhere, compiled once.
///
/// The standard library's engine backtracks: an unlucky pattern such as `(a+)+$` takes exponential time on some inputs, and
/// nothing can stop it. So it sees a bounded part of the body, never runs on a loop's thread, and a probe that it holds up is
/// given up by the scheduler as unknown.
final class BodyPattern: Sendable {
    /// Only so much of a body, from its beginning, is searched.
    static let searchedBytes = 64 * 1_024

    struct Fault: Error {
        let message: String
    }

    /// A `Regex` is not `Sendable`; one thread at a time has it.
    private let regex: Mutex<Regex<AnyRegexOutput>>

    init(_ pattern: String) throws(Fault) {
        do {
            let compiled = try Regex(pattern).matchingSemantics(.unicodeScalar)
            regex = Mutex(compiled)
        } catch {
            throw Fault(message: "\(error)")
        }
    }

    func matches(_ body: [UInt8]) -> Bool {
        let text = String(decoding: body.prefix(BodyPattern.searchedBytes), as: UTF8.self)
        return regex.withLock { text.firstMatch(of: $0) != nil }
    }
}
