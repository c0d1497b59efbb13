extension Schema {
    /// What an answer holds, without braces: as the service sends it, or with what this library makes of it.
    mutating func reply(_ operation: Operation) {
        if isWire || operation.isComposite { return notation(operation.response.notation) }
        put("\"type\":\"object\",\"properties\":{")
        operation.response.notation.withUTF8Buffer { notation in
            var rest = notation[...]
            switch rest.first {
            case UInt8(ascii: "["):
                put("\"items\":{")
                type(&rest)
                put("},")
            case UInt8(ascii: "{"):
                rest.removeFirst()
                members(&rest)
            default: break
            }
        }
        put("\"_meta\":{")
        notation("{http_status:integer,request_id,attempts:integer,warning,warnings:[string]}")
        put("}}")
    }

    /// The schema of a whole notation, without braces.
    mutating func notation(_ text: StaticString) {
        text.withUTF8Buffer { notation in
            var rest = notation[...]
            type(&rest)
        }
    }

    /// Reads one type of the notation and writes its schema, without braces.
    private mutating func type(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
        guard let mark = rest.popFirst() else { return }
        switch mark {
        case UInt8(ascii: "{"):
            put("\"type\":\"object\",\"properties\":{")
            members(&rest)
            endList()
            put("}")
        case UInt8(ascii: "["):
            put("\"type\":\"array\",\"items\":{")
            type(&rest)
            put("}")
            rest.removeFirst()
        case UInt8(ascii: "*"):
            put("\"type\":\"object\",\"additionalProperties\":{")
            type(&rest)
            put("}")
        default:
            let word = Self.word(&rest, mark)
            switch word.count {
            case 3: return  // any
            case 6: put("\"format\":\"password\"")  // secret
            default:
                put("\"type\":\"")
                bytes.append(contentsOf: word)
                put("\"")
            }
        }
    }

    /// The members up to the closing brace, each followed by a comma.
    private mutating func members(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
        while let first = rest.popFirst(), first != UInt8(ascii: "}") {
            if first == UInt8(ascii: ",") { continue }
            put("\"")
            bytes.append(contentsOf: Self.word(&rest, first))
            put("\":{")
            if rest.first == UInt8(ascii: ":") {
                rest.removeFirst()
                type(&rest)
            } else {
                put("\"type\":\"string\"")
            }
            put("},")
        }
    }

    private static func word(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>, _ first: UInt8) -> [UInt8] {
        var word = [first]
        while let byte = rest.first, byte == UInt8(ascii: "_") || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
        {
            word.append(byte)
            rest.removeFirst()
        }
        return word
    }
}
