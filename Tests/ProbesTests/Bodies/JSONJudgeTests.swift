import Engine
import Testing

@testable import Probes

@Suite struct JSONJudgeTests {
    private func objection(_ body: String, _ pointer: String, equals: String?) throws -> String? {
        let judge = try #require(JSONJudge(JSONExpectation(pointer: pointer, equals: equals)))
        return judge.objection(to: Array(body.utf8))?.detail
    }

    @Test(arguments: [
        (#"{"a": "ok"}"#, "ok"), (#"{"a": 1}"#, "1"), (#"{"a": 1}"#, "1.0"), (#"{"a": 1.50}"#, "1.5"),
        (#"{"a": true}"#, "true"), (#"{"a": null}"#, "null"), (#"{"a": "1"}"#, "1"), (#"{"a": {}}"#, nil),
    ])
    func `A scalar is compared with its text, a number as a number`(body: String, expected: String?) throws {
        #expect(try objection(body, "/a", equals: expected) == nil)
    }

    @Test(arguments: [
        (#"{"a": "down"}"#, "ok", "/a is \"down\", not ok"), (#"{"a": 2}"#, "1", "/a is 2, not 1"),
        (#"{"a": {}}"#, "{}", "/a is an object or array, not {}"), (#"{"b": 1}"#, "1", "nothing at /a"),
        (#"{"b": 1}"#, nil, "nothing at /a"),
    ])
    func `What is wrong is said`(body: String, expected: String?, words: String) throws {
        #expect(try objection(body, "/a", equals: expected) == words)
    }

    @Test func `Malformed JSON is said to be that`() throws {
        #expect(try #require(try objection("<html>", "/a", equals: nil)).hasPrefix("not JSON: "))
    }
}
