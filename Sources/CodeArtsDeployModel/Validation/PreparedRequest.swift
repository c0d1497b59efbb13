/// A request that was checked and is ready to be sent: the exact path and bytes that go on the wire.
public struct PreparedRequest: Sendable {
    /// The largest body that the gateway takes.
    public static let maximumBody = 12 << 20

    public let operation: Operation
    public let path: String
    /// May hold `encrypt` values: its owner wipes it after the call.
    public var body: [UInt8]
    /// `_options.timeout_ms`: for this call alone.
    public let timeoutMS: Int?

    /// Checks a flat object of wire names and splits it into path and body.
    ///
    /// - Parameters:
    ///   - text: path fields, body fields and `_options` together.
    ///   - given: fields that come from outside the text.
    public init(_ operation: Operation, _ text: [UInt8], given: [GivenField] = []) throws(DeployError) {
        do throws(DeployError) {
            guard text.count <= Self.maximumBody else { throw Self.tooLong(text.count) }
            let document = try JSONDocument.checked(text, of: Self.subject, failing: .validation)
            var validation = Validation(of: document)
            for field in given { validation.given(field, of: operation.request) }
            validation.root(is: operation.request, given: given)
            try validation.throwIfAny(.validation, of: Self.subject, outcome: nil)
            self.operation = operation
            path = operation.path(from: document, given: given)
            body = operation.body(from: document)
            timeoutMS = document.root["_options"]?["timeout_ms"]?.integer
        } catch {
            var error = error
            error.outcome = operation.startsDeployment ? .notSent : nil
            throw error
        }
    }

    /// What would be sent, without the body, which may hold secrets: the result document of `cad_validate`.
    public var summary: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("operation", operation.name.text)
        json.member("method", operation.method.text)
        json.member("path", path)
        json.endObject()
        return json.bytes
    }

    private static var subject: String { "The request" }

    private static func tooLong(_ count: Int) -> DeployError {
        let message = "The text has \(count) bytes; at most \(maximumBody) are allowed."
        return DeployError(
            .validation, violations: [Violation(path: "", rule: .size, message: message)], of: subject)
    }
}

extension Validation {
    /// Checks a field that comes from outside the text; it has a path, but no line and column.
    fileprivate mutating func given(_ given: GivenField, of shape: ObjectShape) {
        for field in shape.fields {
            guard given.isNamed(field.name), case .string(let rule) = field.shape else { continue }
            if rule.accepts(given.bytes, in: given.bytes.indices) { continue }
            for violation in rule.faults(in: given.bytes, path: field.name.text) { add(violation) }
        }
    }
}

/// The option that every operation takes beside its own fields.
enum CallOptions {
    static let field = Field(
        "_options",
        .object(
            ObjectShape(
                name: "Options", fields: [Field("timeout_ms", .integer(1...3_600_000), "The whole call, in ms.")])),
        in: .option, "For this call alone; never sent.")
}

extension Operation {
    /// The path with its fields filled in; their rules allow only characters that need no encoding there.
    fileprivate func path(from document: JSONDocument, given: [GivenField]) -> String {
        var path: [UInt8] = []
        path.reserveCapacity(self.path.utf8CodeUnitCount + 64)
        self.path.withUTF8Buffer { template in
            var at = 0
            while at < template.count {
                guard template[at] == UInt8(ascii: "{"), let field = field(inBraces: template[at...]) else {
                    path.append(template[at])
                    at += 1
                    continue
                }
                path.append(contentsOf: value(of: field, document, given))
                at += field.name.utf8CodeUnitCount + 2
            }
        }
        return String(decoding: path, as: UTF8.self)
    }

    private func field(inBraces template: Slice<UnsafeBufferPointer<UInt8>>) -> Field? {
        request.fields.first { field in
            let brace = template.startIndex + 1 + field.name.utf8CodeUnitCount
            guard brace < template.endIndex, template[brace] == UInt8(ascii: "}") else { return false }
            return field.name.withUTF8Buffer { template.dropFirst().starts(with: $0) }
        }
    }

    private func value(of field: Field, _ document: JSONDocument, _ given: [GivenField]) -> ArraySlice<UInt8> {
        if let outside = given.first(where: { $0.isNamed(field.name) }) { return outside.bytes[...] }
        return document.member(field.name, of: 0).flatMap(document.text) ?? []
    }

    /// The members of the body in the caller's order and spelling; only a number that stands for a text gets quotes.
    fileprivate func body(from document: JSONDocument) -> [UInt8] {
        var json = JSONWriter(reserving: document.bytes.count + 16)
        json.beginObject()
        var name = 1
        while name < document.end(0) {
            if let index = request.index(of: name, in: document), request.fields[index].place == .body {
                json.name(request.fields[index].name)
                if case .string = request.fields[index].shape, document.kind(name + 1) == .number {
                    json.string(String(decoding: document.raw(name + 1), as: UTF8.self))
                } else {
                    json.raw(document.raw(name + 1))
                }
            }
            name = document.end(name + 1)
        }
        json.endObject()
        return json.bytes
    }
}
