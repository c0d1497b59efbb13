import CodeArtsDeployModel

extension Reply {
    /// An object as the answer to what went well.
    static func object(_ members: (inout JSONWriter) -> Void) -> Reply {
        var json = JSONWriter()
        json.object(members)
        return Reply(status: 200, body: json.bytes)
    }

    /// `{"status":"success","result":{…}}`
    static func result(_ members: (inout JSONWriter) -> Void) -> Reply {
        object { json in
            json.member("status", "success")
            json.name("result")
            json.object(members)
        }
    }
}

extension JSONWriter {
    /// A member whose name is known only now.
    mutating func member(named name: String, _ value: (inout JSONWriter) -> Void) {
        var text = JSONWriter()
        text.string(name)
        var json = JSONWriter()
        value(&json)
        raw(text.bytes + [UInt8(ascii: ":")] + json.bytes)
    }

    /// An array of what the work writes for each element.
    mutating func member<Element>(
        _ name: StaticString, each list: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
    ) {
        self.name(name)
        beginArray()
        for element in list { write(&self, element) }
        endArray()
    }
}

extension JSONWriter {
    /// A member that is there in any case.
    mutating func member(_ name: StaticString, orNull value: String?) {
        self.name(name)
        if let value { string(value) } else { raw("null".utf8) }
    }
}
