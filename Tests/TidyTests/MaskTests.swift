import Testing

@Suite("Masking leaves the code and nothing else")
struct MaskTests {
    @Test(
        arguments: [
            ("let a = 1 // b!", "let a = 1      "),
            ("a /* b /* c */ d */ e", "a                   e"),
            (#"f("a!") + g"#, #"f("  ") + g"#),
            (#"f("a \(b!) c")"#, #"f("    b!   ")"#),
            (#"f("a \(g("x!")) c")"#, #"f("    g("  ")   ")"#),
            (##"f(#"a \(b!) "c" \#(d)"#)"##, ##"f(#"               d "#)"##),
            ("\"\"\"\na \"b\" c!\n\"\"\"\nd", "\"\"\"\n        \n\"\"\"\nd"),
            (#""a \" b!" c"#, #""       " c"#),
            (##"#/a!"/# b"##, ##"#/   /# b"##),
        ]
    )
    func masks(_ source: String, _ code: String) {
        var mask = SwiftMask(source)
        #expect(mask.masked() == code)
    }
}
