import Testing

@testable import Probes

@Suite struct JSONPointerTests {
    /// RFC 6901 §5's document, and a little more.
    static let document = #"""
        {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
         "deep": [{"x": {"y": [null, true, 1.5, 9007199254740993, "ja", [[3]]]}}], "01": "digits"}
        """#

    static let findings: [(String, JSONPointer.Found)] = [
        ("", .structure), ("/foo", .structure), ("/foo/0", .string("bar")), ("/", .integer(0)), ("/a~1b", .integer(1)),
        ("/c%d", .integer(2)), ("/e^f", .integer(3)), ("/g|h", .integer(4)), ("/i\\j", .integer(5)),
        ("/k\"l", .integer(6)), ("/ ", .integer(7)), ("/m~0n", .integer(8)), ("/deep/0/x/y/0", .word("null")),
        ("/deep/0/x/y/1", .word("true")), ("/deep/0/x/y/2", .number(1.5)),
        ("/deep/0/x/y/3", .integer(9_007_199_254_740_993)), ("/deep/0/x/y/4", .string("ja")),
        ("/deep/0/x/y/5/0/0", .integer(3)), ("/01", .string("digits")), ("/foo/2", .nothing), ("/foo/00", .nothing),
        ("/foo/-", .nothing), ("/foo/bar", .nothing), ("/none", .nothing), ("/foo/0/further", .nothing),
    ]

    @Test(arguments: findings) func `A pointer leads where RFC 6901 says`(text: String, found: JSONPointer.Found) throws
    {
        let pointer = try #require(JSONPointer(text))
        #expect(pointer.find(in: Array(JSONPointerTests.document.utf8)) == found)
    }

    @Test(arguments: ["foo", "/~", "/~2", "/a~", " /a"]) func `What is no pointer is refused`(text: String) {
        #expect(JSONPointer(text) == nil)
    }

    @Test(arguments: ["", "<html>", "{\"a\": 1", "{\"a\": 1} trailing", "{\"a\" 1}", "\u{0}"])
    func `What is no JSON is told apart from what lacks the value`(document: String) throws {
        let pointer = try #require(JSONPointer("/a"))
        guard case .malformed = pointer.find(in: Array(document.utf8)) else {
            Issue.record("\(document) was read")
            return
        }
    }
}
