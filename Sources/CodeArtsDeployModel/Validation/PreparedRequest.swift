/// A request that was checked and is ready to be sent: the exact path and bytes that go on the wire.
public struct PreparedRequest: Sendable {
    /// As it is in the table; of a call of any API with the method that was asked for, and the effect of that.
    public let operation: Operation
    /// Empty for what is made of several calls.
    public let path: String
    public let query: [PreparedQuery]
    /// May hold `encrypt` values: its owner wipes it after the call. Empty where there is none to be sent.
    public var body: [UInt8]
    /// `_options.timeout_ms`: for this call alone.
    public let timeoutMS: Int?
    /// `_options.max_attempts`: for this call alone.
    public var maxAttempts: Int?
    /// `_options.answers`: whether the end of each request is an event.
    public let reportsAnswers: Bool
    /// `_options.traceparent`: a header, sent as it is.
    public var traceParent: String?
    /// The whole request of what is made of several calls, checked; nil for every other.
    public let arguments: JSONDocument?

    /// Checks a flat object of wire names and splits it into path, query and body.
    ///
    /// - Parameters:
    ///   - text: fields of path, query and body and `_options` together.
    ///   - given: texts that come from outside the text, and must not stand in it too.
    ///   - defaults: texts that are taken where the text has none.
    public init(
        _ operation: Operation, _ text: [UInt8], given: [ExternalField] = [], defaults: [ExternalField] = []
    ) throws(DeployError) {
        do throws(DeployError) {
            guard text.count <= operation.maxText else { throw Self.tooLong(text.count, operation.maxText) }
            let document = try JSONDocument.checked(text, of: Self.subject, failing: .validation)
            var given = given
            for field in defaults where operation.request.misses(field, in: document) { given.append(field) }
            var validation = Validation(of: document)
            for field in given { validation.given(field, of: operation.request) }
            validation.root(is: operation.request, given: given)
            try validation.throwIfAny(.validation, of: Self.subject, outcome: nil)
            self.init(
                operation, RequestParts(operation, document.root, given),
                arguments: operation.isComposite ? document : nil)
        } catch {
            var error = error
            error.outcome = operation.startsDeployment ? .notSent : nil
            throw error
        }
    }

    /// A request that is a part of another, which was checked whole.
    ///
    /// - Parameter object: keeps the rules of the operation's request.
    package init(_ operation: Operation, checked object: JSONValue) throws(DeployError) {
        guard object.raw.count <= operation.maxText else {
            var error = Self.tooLong(object.raw.count, operation.maxText)
            error.outcome = operation.startsDeployment ? .notSent : nil
            throw error
        }
        self.init(operation, RequestParts(operation, object), arguments: nil)
    }

    private init(_ operation: Operation, _ parts: RequestParts, arguments: JSONDocument?) {
        self.operation = parts.chosenOperation
        path = parts.path
        query = parts.query
        body = self.operation.hasBody(in: parts) ? parts.body : []
        let options = JSONValue(document: parts.document, index: parts.object)["_options"]
        timeoutMS = options?["timeout_ms"]?.integer
        maxAttempts = options?["max_attempts"]?.integer
        reportsAnswers = options?["answers"]?.boolean ?? false
        traceParent = options?["traceparent"]?.string
        self.arguments = arguments
    }

    /// What would be sent, without query and body, which may hold secrets: the result document of `cad_validate`.
    public var summary: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("operation", operation.name.text)
        if !operation.isComposite {
            json.member("method", operation.method.text)
            json.member("path", path)
        }
        json.endObject()
        return json.bytes
    }

    private static var subject: String { "The request" }

    private static func tooLong(_ count: Int, _ limit: Int) -> DeployError {
        let message = "The text has \(count) bytes; at most \(limit) are allowed."
        return DeployError(
            .validation, violations: [Violation(path: "", rule: .size, message: message)], of: subject)
    }
}

extension Validation {
    /// Checks a field that comes from outside the text; it has a path, but no line and column.
    fileprivate mutating func given(_ given: ExternalField, of shape: ObjectShape) {
        for field in shape.fields {
            guard given.isNamed(field.name), case .string(let rule) = field.shape else { continue }
            if rule.accepts(given.bytes, in: given.bytes.indices) { continue }
            for violation in rule.faults(in: given.bytes, path: field.name.text) { add(violation) }
        }
    }
}

extension ObjectShape {
    /// Whether a default means a field of this object which the text does not have.
    fileprivate func misses(_ field: ExternalField, in document: JSONDocument) -> Bool {
        for known in fields where field.isNamed(known.name) { return document.member(known.name, of: 0) == nil }
        return false
    }
}

extension Operation {
    /// What only asks has no body, and what deletes has one where the caller gives it. Everything else has one, if an
    /// empty object: a filter of the service refuses an empty body.
    fileprivate func hasBody(in parts: RequestParts) -> Bool {
        if isComposite || method.matches("GET") { return false }
        return !method.matches("DELETE") || parts.document.member("body", of: parts.object) != nil
    }
}

/// A field that comes from outside the JSON text: an argument of a C function.
public struct ExternalField: Sendable {
    public let name: StaticString
    public let bytes: [UInt8]

    public init(_ name: StaticString, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    func isNamed(_ other: StaticString) -> Bool { name.matches(other) }
}

/// One `name=value` of a query, as it reads before it is escaped. A name may occur more than once.
public struct PreparedQuery: Sendable, Equatable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
