import CodeArtsDeployModel
import Testing

@Suite struct JSONPathTests {
    /// The paths of all values, in the order of the text.
    private func paths(_ value: JSONValue) -> [String] {
        [value.path] + value.members.flatMap { paths($0.value) } + value.elements.flatMap { paths($0) }
    }

    @Test(arguments: [
        ("1", [""]), ("{}", [""]), ("[]", [""]),
        (
            #"{"params":[{"key":"k","value":"v"},{"key":[]}]}"#,
            ["", "params", "params[0]", "params[0].key", "params[0].value", "params[1]", "params[1].key"]
        ),
        (
            #"[[1,2],[],{"a":{"b":[3]}}]"#,
            ["", "[0]", "[0][0]", "[0][1]", "[1]", "[2]", "[2].a", "[2].a.b", "[2].a.b[0]"]
        ),
        (#"{"a":1,"a":[2],"a":{"a":3}}"#, ["", "a", "a", "a[0]", "a", "a.a"]),
        (#"{"a.b":{"c.d":1},"":{"e":2}}"#, ["", "a.b", "a.b.c.d", "", "e"]),
        (#"{"a":{"":1}}"#, ["", "a", "a."]),
        (#"{"\u0061\n\"\ud83d\ude00":[1]}"#, ["", "a\n\"😀", "a\n\"😀[0]"]),
        ("{\"\u{301}x\":{\"\u{301}y\":1}}", ["", "\u{301}x", "\u{301}x.\u{301}y"]),
    ])
    func `a path leads from the top to the value`(json: String, expected: [String]) throws {
        #expect(try paths(root(json)).map(bytes) == expected.map(bytes))
    }

    @Test func `the name of a member has the member's path`() throws {
        let members = try #require(root(#"{"a":[0,{"b":1,"c":2}]}"#)["a"]?.elements.map { $0 }.last?.members)
        #expect(members.map(\.nameValue.path) == ["a[1].b", "a[1].c"])
    }

    @Test(arguments: [
        (#"{"a":1} x"#, ""), ("[1,[2],x", ""), (#"{"a":[1,{"b":2,"c":"#, "a[1].c"), (#"{"a":[1,{"b":2,"#, "a[1]"),
        (#"{"a":[1,{"b":2}"#, "a"), (#"{"a":[1,{"b""#, "a[1].b"), (#"{"a":{"b":[[[x"#, "a.b[0][0]"),
    ])
    func `in a text that broke off the path leads to where reading stopped`(json: String, path: String) throws {
        #expect(try #require(jsonFault(of: bytes(json))).path == path)
    }
}
