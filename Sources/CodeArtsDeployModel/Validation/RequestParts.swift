/// The parts of a checked request: path, query and body.
struct RequestParts {
    let operation: Operation
    let document: JSONDocument
    /// Where in the document the request stands.
    let object: Int
    let given: [ExternalField]

    init(_ operation: Operation, _ request: JSONValue, _ given: [ExternalField] = []) {
        self.operation = operation
        document = request.document
        object = request.index
        self.given = given
    }

    /// The operation, with the method that the request names where it names one.
    var chosenOperation: Operation {
        guard case .anyCall = operation.kind else { return operation }
        for field in operation.request.fields {
            guard field.place == .method, case .string(let rule) = field.shape,
                let text = document.member(field.name, of: object),
                let method = rule.values.first(where: { document.isText(text, $0) })
            else { continue }
            return operation.with(method: method, method.matches("GET") ? .reads : operation.effect)
        }
        return operation
    }

    /// The path with its fields filled in; their rules allow only characters that need no encoding there.
    var path: String {
        var path: [UInt8] = []
        path.reserveCapacity(operation.path.utf8CodeUnitCount + 64)
        operation.path.withUTF8Buffer { template in
            var at = 0
            while at < template.count {
                guard template[at] == UInt8(ascii: "{"), let field = field(inBraces: template[at...]) else {
                    let end = template[(at + 1)...].firstIndex(of: UInt8(ascii: "{")) ?? template.count
                    path.append(contentsOf: UnsafeBufferPointer(rebasing: template[at..<end]))
                    at = end
                    continue
                }
                path.append(contentsOf: value(of: field))
                at += field.name.utf8CodeUnitCount + 2
            }
        }
        return String(decoding: path, as: UTF8.self)
    }

    private func field(inBraces template: Slice<UnsafeBufferPointer<UInt8>>) -> Field? {
        operation.request.fields.first { field in
            let brace = template.startIndex + 1 + field.name.utf8CodeUnitCount
            guard brace < template.endIndex, template[brace] == UInt8(ascii: "}") else { return false }
            return field.name.withUTF8Buffer { template.dropFirst().starts(with: $0) }
        }
    }

    private func value(of field: Field) -> ArraySlice<UInt8> {
        if let outside = given.first(where: { $0.isNamed(field.name) }) { return outside.bytes[...] }
        return document.member(field.name, of: object).flatMap(document.text) ?? []
    }

    /// In the order of the operation's fields.
    var query: [PreparedQuery] {
        var query: [PreparedQuery] = []
        for field in operation.request.fields where field.place == .query {
            if let outside = given.first(where: { $0.isNamed(field.name) }) {
                query.append(PreparedQuery(field.name.text, String(decoding: outside.bytes, as: UTF8.self)))
            } else if let index = document.member(field.name, of: object) {
                add(JSONValue(document: document, index: index), named: field.name.text, to: &query)
            }
        }
        return query
    }

    /// One item for a value, one for each element of an array, and those of each member of an object.
    private func add(_ value: JSONValue, named name: String, to query: inout [PreparedQuery]) {
        switch value.kind {
        case .object: for member in value.members { add(member.value, named: member.name, to: &query) }
        case .array: for element in value.elements { add(element, named: name, to: &query) }
        default:
            query.append(PreparedQuery(name, value.string ?? String(decoding: value.raw, as: UTF8.self)))
        }
    }

    /// The members of the body in the caller's order and spelling, followed by those from outside; only a number that
    /// stands for a text gets quotes.
    var body: [UInt8] {
        let shape = operation.request
        var json = JSONWriter(reserving: document.bytes.count + 16)
        json.beginObject()
        var name = object + 1
        while name < document.end(object) {
            if let index = shape.index(of: name, in: document) {
                switch shape.fields[index].place {
                case .body:
                    json.name(shape.fields[index].name)
                    if case .string = shape.fields[index].shape, document.kind(name + 1) == .number {
                        json.string(String(decoding: document.raw(name + 1), as: UTF8.self))
                    } else {
                        json.raw(document.raw(name + 1))
                    }
                case .wholeBody: return Array(document.raw(name + 1))
                default: break
                }
            }
            name = document.end(name + 1)
        }
        for outside in given where shape.fields.contains(where: { $0.place == .body && outside.isNamed($0.name) }) {
            json.name(outside.name)
            json.string(utf8: outside.bytes)
        }
        json.endObject()
        return json.bytes
    }
}

extension JSONDocument {
    /// The members that another operation has too, as a request for it. May hold `encrypt` values.
    public func part(for operation: Operation) -> [UInt8] {
        var json = JSONWriter(reserving: bytes.count)
        json.beginObject()
        for member in root.members where operation.request.index(of: member.nameValue.index, in: self) != nil {
            json.rawName(member.nameValue.raw)
            json.raw(member.value.raw)
        }
        json.endObject()
        return json.bytes
    }
}
