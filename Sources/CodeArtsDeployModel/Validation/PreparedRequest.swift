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
            let document = try JSONDocument.checked(text, of: "The request", failing: .validation)
            var validation = Validation()
            for field in given { validation.given(field, of: operation.request) }
            validation.object(document.root, is: operation.acceptedRequest, given: given)
            try validation.throwIfAny(.validation, of: "The request", outcome: nil)
            self.operation = operation
            path = operation.path(from: document.root, given: given)
            body = operation.body(from: document.root)
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

    private static func tooLong(_ count: Int) -> DeployError {
        let violation = Violation(
            path: "", rule: .size, message: "The text has \(count) bytes; at most \(maximumBody) are allowed.")
        return DeployError(.validation, violations: [violation], of: "The request")
    }
}

extension Validation {
    /// Checks a field that comes from outside the text; it has a path, but no line and column.
    mutating func given(_ given: GivenField, of shape: ObjectShape) {
        for field in shape.fields {
            guard given.isNamed(field.name), case .string(let rule) = field.shape else { continue }
            rule.check(given.bytes[...]) { rule, message in
                add(Violation(path: field.name.text, rule: rule, message: message))
            }
        }
    }
}

extension Operation {
    /// What a caller may write in one request: the operation's own fields and the options of the call.
    var acceptedRequest: ObjectShape {
        ObjectShape(name: request.name, fields: request.fields + [Self.optionsField])
    }

    private static let optionsField = Field(
        "_options",
        .object(
            ObjectShape(
                name: "Options", fields: [Field("timeout_ms", .integer(1...3_600_000), "The whole call, in ms.")])),
        "For this call alone; never sent.")

    fileprivate func path(from object: JSONValue, given: [GivenField]) -> String {
        var path: [UInt8] = []
        for segment in self.path.text.utf8.split(separator: UInt8(ascii: "/")) {
            path.append(UInt8(ascii: "/"))
            let field =
                segment.first == UInt8(ascii: "{") ? request.fields.first { $0.name.isInBraces(Array(segment)) } : nil
            guard let field else {
                path.append(contentsOf: segment)
                continue
            }
            let value =
                given.first { $0.isNamed(field.name) }.map { $0.bytes[...] } ?? object[field.name]?.stringBytes ?? []
            path.append(contentsOf: value)
        }
        return String(decoding: path, as: UTF8.self)
    }

    /// The members of the body in the caller's order and spelling; only a number that stands for a text gets quotes.
    fileprivate func body(from object: JSONValue) -> [UInt8] {
        var json = JSONWriter(reserving: object.raw.count + 16)
        json.beginObject()
        for member in object.members {
            guard let field = request.fields.first(where: { member.isNamed($0.name) }), field.place == .body else {
                continue
            }
            json.name(field.name)
            if case .string = field.shape, member.value.kind == .number {
                json.string(String(decoding: member.value.raw, as: UTF8.self))
            } else {
                json.raw(member.value.raw)
            }
        }
        json.endObject()
        return json.bytes
    }
}

extension StaticString {
    fileprivate func isInBraces(_ segment: [UInt8]) -> Bool {
        segment.last == UInt8(ascii: "}") && matches(segment.dropFirst().dropLast())
    }
}
