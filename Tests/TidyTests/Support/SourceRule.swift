import Testing

/// A rule about Swift files, with samples that prove it can be broken and can be kept.
struct SourceRule: Sendable, CustomTestStringConvertible {
    struct Sample: Sendable {
        var path: String
        var text: String

        init(_ text: String, at path: String = "Sources/Engine/Sample.swift") {
            self.path = path
            self.text = text
        }
    }

    var name: String
    var remedy: String
    var breaks: [Sample]
    var keeps: [Sample]
    var check: @Sendable (SwiftFile) -> [Finding]

    var testDescription: String { name }

    func findings(in sample: Sample) -> [Finding] {
        check(SwiftFile(sample.path, sample.text))
    }
}

extension SourceRule {
    static let all = [
        floors, purity, strangers, fullFoundation,
        forcedUnwraps, forcedTries, bareTasks, uncheckedSendables,
        unfinished, length, whitespace,
    ]
}
