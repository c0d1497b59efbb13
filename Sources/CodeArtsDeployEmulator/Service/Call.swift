import CodeArtsDeployModel

/// A request that an operation is to answer.
struct Call {
    let request: Request
    /// What the path says.
    let parameters: [Substring: Substring]

    /// An id from the path.
    func identifier(_ name: Substring) throws(ServiceError) -> String {
        guard let id = parameters[name], Identifier.isWellFormed(id) else { throw .invalidParameter }
        return String(id)
    }

    /// An id from the query; nil where there is none.
    func queryIdentifier(_ name: String) throws(ServiceError) -> String? {
        guard let id = request.query[name] else { return nil }
        guard Identifier.isWellFormed(id) else { throw .invalidParameter }
        return id
    }

    /// What the query must say.
    func query(_ name: String) throws(ServiceError) -> String {
        guard let value = request.query[name], !value.isEmpty else { throw .missingParameter }
        return value
    }

    /// A number that the query must say.
    func number(_ name: String, in range: ClosedRange<Int>) throws(ServiceError) -> Int {
        guard let number = Int(try query(name)), range.contains(number) else { throw .invalidParameter }
        return number
    }

    /// The body, which must be declared and be a JSON object; an empty one counts as `{}`.
    func jsonBody() throws(ServiceError) -> JSONValue {
        guard request.isJSON else { throw .wrongContentType }
        let text = request.body.isEmpty ? Array("{}".utf8) : request.body
        guard let root = try? JSONDocument(parsing: text).root, root.kind == .object else { throw .invalidParameter }
        return root
    }

    /// The same where the documents demand one.
    func requiredJSONBody() throws(ServiceError) -> JSONValue {
        guard !request.body.isEmpty else { throw .invalidParameter }
        return try jsonBody()
    }
}

extension JSONValue {
    /// A text that must be there.
    func text(_ name: StaticString) throws(ServiceError) -> String {
        guard let text = self[name]?.string else { throw .invalidParameter }
        return text
    }

    /// A number that must be there.
    func wholeNumber(_ name: StaticString, in range: ClosedRange<Int>) throws(ServiceError) -> Int {
        guard let number = self[name]?.integer, range.contains(number) else { throw .invalidParameter }
        return number
    }

    /// A list of texts; nil where there is none.
    func texts(_ name: StaticString) throws(ServiceError) -> [String]? {
        guard let list = self[name] else { return nil }
        guard list.kind == .array else { throw .invalidParameter }
        var texts: [String] = []
        for element in list.elements {
            guard let text = element.string else { throw .invalidParameter }
            texts.append(text)
        }
        return texts
    }
}

/// A part of a long list.
struct ListPage {
    let number: Int
    let size: Int

    func of<Element>(_ list: [Element]) -> ArraySlice<Element> {
        list.dropFirst((number - 1) * size).prefix(size)
    }
}
