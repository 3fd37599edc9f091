import Engine
import Testing

@testable import Configuration

/// Whatever is read, it ends in a value or a diagnostic with a place inside the text.
@Suite("Whatever is written")
struct FuzzTests {
    @Test("random tokens make an expression or a problem in it")
    func tokens() {
        let words = [
            "http", "down", "up", "unknown", "count", "and", "or", "not", "of", "platform", "running", "agent",
            "available",
            "signs_of_life", "diagnosis", "guest_hung", "role", "certificate_left", "=", "\"", "\\", "\"web server\"",
            "7d", "(", ")", ",", ".", "<", "<=", "==", "=", "!", "5", "50%", "500ms", "1.5", "1m30", "ä",
            "\u{0}",
        ]
        var random = SeededRandom(seed: 2)
        var parsed = 0
        for _ in 0..<FuzzRounds.times(20_000) {
            let count = Int.random(in: 0...9, using: &random)
            let parts = (0..<count).map { _ in words[Int.random(in: words.indices, using: &random)] }
            parsed += check(parts.joined(separator: Bool.random(using: &random) ? " " : "")) ? 1 : 0
        }
        #expect(parsed > 0)
    }

    @Test("random bytes make an expression or a problem in it")
    func bytes() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<FuzzRounds.times(5_000) {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            check(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test("texts cut off, spliced and damaged make an expression or a problem in it")
    func splices() {
        var random = SeededRandom(seed: 4)
        var expressions = RandomExpression(seed: 5)
        var parsed = 0
        for _ in 0..<FuzzRounds.times(4_000) {
            let (one, other) = (scalars(expressions.next()), scalars(expressions.next()))
            let head = one.prefix(Int.random(in: 0...one.count, using: &random))
            let tail = other.dropFirst(Int.random(in: 0...other.count, using: &random))
            parsed += check(text(head)) ? 1 : 0
            parsed += check(text(head) + text(tail)) ? 1 : 0
            var damaged = one
            damaged[Int.random(in: damaged.indices, using: &random)] =
                Array("(),.=<>!\"\\ %x9é".unicodeScalars)
                .randomElement(using: &random) ?? "x"
            parsed += check(text(damaged[...])) ? 1 : 0
        }
        #expect(parsed > 100)
    }

    private func scalars(_ expression: Expression) -> [Unicode.Scalar] {
        Array(ExpressionLanguage.text(of: expression).unicodeScalars)
    }

    private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    @discardableResult
    private func check(_ text: String) -> Bool {
        do throws(ExpressionProblem) {
            let expression = try ExpressionLanguage.parse(text)
            let printed = ExpressionLanguage.text(of: expression)
            #expect((try? ExpressionLanguage.parse(printed)) == expression, "\(text)")
            return true
        } catch {
            #expect((0...text.unicodeScalars.count).contains(error.offset), "\(text)")
            #expect(!error.message.isEmpty)
            return false
        }
    }

    @Test("a damaged configuration is loaded or refused with a place in it")
    func damage() throws {
        let main = Array(try Fixtures.text(Fixtures.path("Good", "every-key")).utf8)
        let rules = Array(try Fixtures.text(Fixtures.folder + "Good/every-key.rules.yml").utf8)
        var random = SeededRandom(seed: 4)
        for round in 0..<FuzzRounds.times(400) {
            let files = [
                "defib.yml": round.isMultiple(of: 2) ? damaged(main, &random) : main,
                "every-key.rules.yml": round.isMultiple(of: 2) ? rules : damaged(rules, &random),
            ]
            let outcome = ConfigurationLoader.load(path: "defib.yml", files: FilesInMemory(bytes: files))
            #expect(outcome.loaded != nil || !outcome.diagnostics.isEmpty)
            for diagnostic in outcome.diagnostics {
                let lines = files[diagnostic.file].map { $0.count { $0 == 0x0A || $0 == 0x0D } + 1 } ?? 1
                #expect(diagnostic.line >= 1 && diagnostic.column >= 1 && diagnostic.line <= lines + 1)
            }
        }
    }

    private func damaged(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        let interesting = Array("{}[]:,&*!|>'\"#%@`-? \n\t\r<=~\\0".utf8) + [0xC3, 0xFF, 0x00]
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[index] = interesting[Int.random(in: interesting.indices, using: &random)]
            case 1: bytes.remove(at: index)
            default: bytes.insert(interesting[Int.random(in: interesting.indices, using: &random)], at: index)
            }
        }
        return bytes
    }
}
