@testable import CodeArtsDeployModel
import Testing

@Suite struct JSONWriterTests {
    private func written(_ work: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        work(&json)
        return text(json.bytes)
    }

    @Test func `commas stand between members and elements, and nowhere else`() {
        let json = written { json in
            json.beginObject()
            json.member("a", 1)
            json.name("b")
            json.beginArray()
            json.beginObject()
            json.endObject()
            json.beginArray()
            json.endArray()
            json.string("x")
            json.integer(.min)
            json.boolean(true)
            json.boolean(false)
            json.raw(bytes("null"))
            json.endArray()
            json.member("c", "d")
            json.endObject()
        }
        #expect(json == #"{"a":1,"b":[{},[],"x",-9223372036854775808,true,false,null],"c":"d"}"#)
    }

    @Test func `what is not known is left out`() {
        let json = written { json in
            json.beginObject()
            json.member("a", ifKnown: nil as String?)
            json.member("b", ifKnown: "")
            json.member("c", ifKnown: nil as Int?)
            json.member("d", ifKnown: 0)
            json.endObject()
        }
        #expect(json == #"{"b":"","d":0}"#)
    }

    @Test(arguments: [
        ("", #""""#), (#"""#, #""\"""#), (#"\"#, #""\\""#), ("/", #""/""#), (#"\u0041"#, #""\\u0041""#),
        ("\n\t\0\u{1F}", #""\u000a\u0009\u0000\u001f""#), ("\u{7F}é€😀\u{2028}", "\"\u{7F}é€😀\u{2028}\""),
        ("e\u{301}", "\"e\u{301}\""),
    ])
    func `a text is escaped where JSON wants it, and stays what it is elsewhere`(value: String, expected: String) {
        #expect(bytes(written { $0.string(value) }) == bytes(expected))
    }

    @Test func `every control character is written so that the reader gives it back`() throws {
        for scalar in (0..<0x20).compactMap(Unicode.Scalar.init) {
            let value = "a\(Character(scalar))b"
            #expect(try root(written { $0.string(value) }).string.map(bytes) == bytes(value))
        }
    }

    @Test func `names and values of another text are taken over as they stand there`() throws {
        let member = try #require(root(#"{"\u0061\"" : 1.50e3}"#).members.map { $0 }.first)
        let json = written { json in
            json.beginObject()
            json.member("first", 1)
            json.rawName(member.nameValue.raw)
            json.raw(member.value.raw)
            json.endObject()
        }
        #expect(json == #"{"first":1,"\u0061\"":1.50e3}"#)
    }
}
