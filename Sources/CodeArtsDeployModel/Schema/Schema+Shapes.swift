extension Schema {
    /// The members of an object's schema, without its braces: of a whole request, or of its body on the wire.
    mutating func object(_ shape: ObjectShape) {
        put("\"title\":\"", shape.name, "\",\"type\":\"object\",\"properties\":{")
        for field in shape.fields where !isWire || field.place == .body {
            put("\"", field.name, "\":{")
            describe(field)
            put("},")
        }
        endList()
        put("},\"required\":[")
        for field in shape.fields where field.isRequired && (isWire ? field.place == .body : !field.isConfigurable) {
            put("\"", field.name, "\",")
        }
        endList()
        put("],\"additionalProperties\":false")
        if case .secret(let member, let other, let text) = shape.rule {
            put(",\"if\":{\"properties\":{\"", other, "\":{\"const\":\"")
            put(text)
            put("\"}}},\"then\":{\"properties\":{\"", member, "\":{")
            put(Self.password)
            put("}}}")
        }
    }

    /// The description and the schema of one member, without braces.
    mutating func describe(_ field: Field) {
        put("\"description\":\"", field.summary, "\"")
        value(field.shape)
        switch field.secret {
        case .value?: put(",", Self.password, "")
        case .userInfo?: put(",\"format\":\"uri\",\"writeOnly\":true")
        case nil: if field.holdsSecret { put(",\"writeOnly\":true") }
        }
        switch field.defaultValue {
        case .integer(let number)?: put(",\"default\":", number)
        case .boolean(let isTrue)?: put(isTrue ? ",\"default\":true" : ",\"default\":false")
        case .text(let text)?: put(",\"default\":\"", text, "\"")
        case nil: break
        }
    }

    /// How OpenAPI marks what is given and never shown.
    static var password: StaticString { "\"format\":\"password\",\"writeOnly\":true" }

    /// What a value must look like, with a comma before it.
    private mutating func value(_ shape: Shape) {
        switch shape {
        case .string(let rule): text(rule)
        case .integer(let range):
            put(",\"type\":\"integer\",\"minimum\":", range.lowerBound)
            put(",\"maximum\":", range.upperBound)
        case .boolean: put(",\"type\":\"boolean\"")
        case .date: put(",\"type\":\"string\",\"format\":\"date\"")
        case .array(let element, let count, _):
            array(count)
            object(element)
            put("}")
        case .texts(let rule, let count):
            array(count)
            put("\"title\":\"Item\"")
            text(rule)
            put("}")
        case .object(let shape):
            put(",")
            object(shape)
        case .scalars:
            put(
                ",\"type\":\"object\",\"additionalProperties\":{\"type\":[\"string\",\"number\",\"boolean\",\"array\"],\"items\":{\"type\":[\"string\",\"number\",\"boolean\"]}}"
            )
        case .any: break
        }
    }

    private mutating func array(_ count: ClosedRange<Int>) {
        put(",\"type\":\"array\",\"minItems\":", count.lowerBound)
        put(",\"maxItems\":", count.upperBound)
        put(",\"items\":{")
    }

    private mutating func text(_ rule: StringRule) {
        let isNumberToo = rule.takesNumbers && !isWire
        put(isNumberToo ? ",\"type\":[\"string\",\"integer\"]" : ",\"type\":\"string\"")
        if !rule.values.isEmpty {
            put(",\"enum\":[")
            for value in rule.values {
                put("\"", value, "\",")
                if isNumberToo { put("", value, ",") }
            }
            endList()
            return put("]")
        }
        if rule.length.lowerBound > 0 { put(",\"minLength\":", rule.length.lowerBound) }
        if rule.length.upperBound < .max { put(",\"maxLength\":", rule.length.upperBound) }
        if let pattern = rule.alphabet.pattern { put(",\"pattern\":\"", pattern, "\"") }
        if rule.forbidden.isEmpty { return }
        put(",\"not\":{\"pattern\":\"[{]([")
        for mark in rule.forbidden { bytes.append(contentsOf: mark.withUTF8Buffer { $0.dropFirst() }) }
        put("])\"}")
    }
}

extension StringRule.Alphabet {
    /// As a regular expression, escaped for JSON.
    fileprivate var pattern: StaticString? {
        switch self {
        case .any: nil
        case .lettersAndDigits: "^[0-9A-Za-z]*$"
        case .parameterKey: "^[0-9A-Za-z._-]*$"
        case .printable: "^[^\\\\u0000-\\\\u001f\\\\u007f]*$"
        case .digits: "^[0-9]*$"
        case .amount: "^[0-9]+%?$"
        case .path: "^/[0-9A-Za-z._~!$&'()*+,;=:@%/-]*$"
        }
    }
}
