import CodeArtsDeployModel
import Testing

@Suite struct JSONAcceptedTests {
    @Test(arguments: [
        ("null", JSONKind.null), ("true", .boolean), ("false", .boolean), ("0", .number), (#""""#, .string),
        ("[]", .array),
        ("{}", .object), (" \t\r\n{ } \n", .object), ("[ ]", .array), ("\n1\n", .number),
    ])
    func `any value may stand alone, with the four kinds of white space around it`(json: String, kind: JSONKind) throws
    {
        #expect(try root(json).kind == kind)
    }

    @Test(arguments: [
        "0", "-0", "10", "-10", "0.5", "-0.0", "1.50", "1e5", "1E5", "1e+5", "1e-5", "0e0", "1.5e10", "-1.5E-10",
        "0e+00",
        "123456789012345678901234567890", "-9223372036854775809", "1e999999999", "0.00000000000000000000000000000001",
    ])
    func `a number stays the text that it was`(json: String) throws {
        #expect(try text(root(json).raw) == json)
        #expect(try text(#require(root("[ \(json) ]").elements.map { $0 }.first).raw) == json)
    }

    @Test func `a whole number is read where it fits, and nothing else is taken for one`() throws {
        #expect(try root("-0").integer == 0)
        #expect(try root("9223372036854775807").integer == .max)
        #expect(try root("-9223372036854775808").integer == .min)
        for json in ["9223372036854775808", "-9223372036854775809", "1.0", "1e2", #""1""#, "true", "[1]"] {
            #expect(try root(json).integer == nil)
        }
    }

    @Test func `booleans are read, and nothing else is taken for one`() throws {
        #expect(try root("true").boolean == true)
        #expect(try root("false").boolean == false)
        for json in ["0", "1", "null", #""true""#] { #expect(try root(json).boolean == nil) }
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\u0000""#, "\0"),
        (#""\uD83D\ude00""#, "😀"), (#""\ud800\udc00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"),
        (#""\uffff\ufffe""#, "\u{FFFF}\u{FFFE}"),
        (#""\ud7ff\ue000""#, "\u{D7FF}\u{E000}"), (#""\\u0041""#, "\\u0041"), (#""\u005cu0041""#, "\\u0041"),
        (#""\u0022""#, "\""),
        ("\"\u{7F}\u{80}\u{2028}\u{2029}\u{FEFF}\"", "\u{7F}\u{80}\u{2028}\u{2029}\u{FEFF}"),
        (#""/* no comment */""#, "/* no comment */"),
    ])
    func `the escapes of a string are resolved`(json: String, expected: String) throws {
        let value = try root(json)
        #expect(value.string.map(bytes) == bytes(expected))
        #expect(value.stringBytes.map { Array($0) } == bytes(expected))
        #expect(text(value.raw) == json)
    }

    @Test func `members come in the order of the text, repeated and empty names included`() throws {
        let value = try root(#"{ "b":1 , "":2,"a":{"b":3},"b":[4] }"#)
        #expect(value.members.map(\.name) == ["b", "", "a", "b"])
        #expect(value.members.map { text($0.value.raw) } == ["1", "2", #"{"b":3}"#, "[4]"])
        #expect(value["b"]?.integer == 1)
        #expect(value["a"]?["b"]?.integer == 3)
        #expect(value["c"] == nil)
    }

    @Test func `a member is found under every spelling of its name, and under that name alone`() throws {
        #expect(try root(#"{"t\u0061sk_id":1}"#)["task_id"]?.integer == 1)
        #expect(try root(#"{"TASK_ID":1,"task_id ":1,"task":1}"#)["task_id"] == nil)
        // Two texts that Swift calls equal are two names in JSON.
        #expect(try root("{\"e\u{301}\":1}")["\u{E9}"] == nil)
    }

    @Test func `elements come in their order, and other values have neither elements nor members`() throws {
        #expect(
            try root(#"[1,[2,[3]],{"a":4},"5"]"#).elements.map { text($0.raw) } == [
                "1", "[2,[3]]", #"{"a":4}"#, #""5""#,
            ])
        for json in ["[]", "{}", "1", #""[1]""#, "null", #"{"a":1}"#] {
            #expect(try Array(root(json).elements).isEmpty)
        }
        for json in ["[]", "{}", "1", #""{}""#, "null", "[{}]"] { #expect(try Array(root(json).members).isEmpty) }
        #expect(try root("1").string == nil && root("[]")["a"] == nil)
    }

    @Test func `a value knows where it stands`() throws {
        let value = try root("{\n  \"é\": [1,\n 2]}")
        let array = try #require(value["é"])
        #expect(array.position == TextPosition(line: 2, column: 9))
        #expect(
            array.elements.map(\.position) == [TextPosition(line: 2, column: 10), TextPosition(line: 3, column: 2)])
        #expect(value.position == TextPosition(line: 1, column: 1))
    }
}
