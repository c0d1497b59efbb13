import Testing

@Suite struct ParameterTests {
    private func quoted(_ text: String, times: Int = 1) -> String {
        "\"" + String(repeating: text, count: times) + "\""
    }

    @Test(arguments: [(#"{}"#, "type"), ("null", "type"), (#""notalist""#, "type"), ("5", "type")])
    func `params is an array`(json: String, rule: String) {
        #expect(rules(in: request(#""params":\#(json)"#)) == ["params: \(rule)"])
    }

    @Test func `each parameter is an object`() {
        #expect(rules(in: request(#""params":[1,null,[],"x"]"#)) == (0..<4).map { "params[\($0)]: type" })
        #expect(rules(in: request(#""params":[]"#)) == [])
    }

    @Test func `key, value and type are all needed`() {
        #expect(rules(in: request(key: nil)) == ["params[0].key: required"])
        #expect(rules(in: request(value: nil)) == ["params[0].value: required"])
        #expect(rules(in: request(type: nil)) == ["params[0].type: required"])
        #expect(
            faults(in: #"{"task_id":"\#(task)","params":[{}]}"#)
                == ["key", "value", "type"].map { "params[0].\($0): required at 1:57" })
    }

    @Test(arguments: ["k", "a.b_c-D9", ".", "-", "_", "0"])
    func `a key is made of letters, digits, full stops, underscores and hyphens`(key: String) {
        #expect(rules(in: request(key: quoted(key))) == [])
    }

    @Test(arguments: [
        "a b", "a/b", "größe", "ключ", "a:b", "a$", "a\\u0000", "a\\n", "é", "e\u{301}", "a{", "a@", "[", "a`", "a,",
        "a^",
    ])
    func `other characters are refused in a key`(key: String) {
        #expect(rules(in: request(key: quoted(key))) == ["params[0].key: pattern"])
    }

    @Test func `a key has 1 to 128 characters`() {
        #expect(rules(in: request(key: quoted("k", times: 128))) == [])
        #expect(rules(in: request(key: quoted("k", times: 129))) == ["params[0].key: length"])
        #expect(rules(in: request(key: quoted(""))) == ["params[0].key: length"])
    }

    @Test(arguments: ["x", "ü", "€", "😀", #"\u00fc"#, #"\ud83d\ude00"#, #"\n"#])
    func `a value has up to 8192 characters, however many bytes they take and however they are spelt`(character: String)
    {
        #expect(rules(in: request(value: quoted(character, times: 8192))) == [])
        #expect(rules(in: request(value: quoted(character, times: 8193))) == ["params[0].value: length"])
    }

    @Test(arguments: ["", "{", "}}", "{ {", "{a{", "%{", "#{", "{}", #"\"{\"{"#, "$x", "a: {b: {}}", "\u{7F}"])
    func `a value may be empty, and may contain single braces`(value: String) {
        #expect(rules(in: request(value: quoted(value))) == [])
    }

    @Test(arguments: [
        "{{", "a{{b}}", "{{{", "{%", "a {% x %}", "{#", "x{#", #"\u007b\u007b"#, #"{\u007B"#, #"\u007b%"#, #"{\u0023"#,
    ])
    func `the marks of the service's templates are refused in a value, escaped ones too`(value: String) {
        #expect(rules(in: request(value: quoted(value))) == ["params[0].value: forbidden"])
    }

    @Test func `each mark is a fault of its own`() {
        #expect(
            rules(in: request(value: quoted("{{x}} {% %} {# {{")))
                == Array(repeating: "params[0].value: forbidden", count: 3))
    }

    @Test(arguments: ["text", "host_group", "encrypt", "enum"])
    func `a type is one of four`(type: String) {
        #expect(rules(in: request(type: quoted(type))) == [])
    }

    @Test(arguments: ["", "nope", "Text", "text ", "texte", "enumeration"])
    func `any other type is refused and the four are named`(type: String) {
        #expect(rules(in: request(type: quoted(type))) == ["params[0].type: enum"])
        let message = refusal(of: request(type: quoted(type)))?.violations.first?.message
        #expect(message == "This must be one of: text, host_group, encrypt, enum.")
    }

    @Test(arguments: ["5", "null", "true", "[]", "{}"])
    func `key, value and type are texts`(json: String) {
        #expect(rules(in: request(key: json)) == ["params[0].key: type"])
        #expect(rules(in: request(value: json)) == ["params[0].value: type"])
        #expect(rules(in: request(type: json)) == ["params[0].type: type"])
    }
}
