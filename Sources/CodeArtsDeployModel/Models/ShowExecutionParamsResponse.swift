/// The parameters of a deployment; the service answers with an array, which the result document has in `items`.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct ShowExecutionParamsResponse: Sendable {
    public let items: [ConfigInfo]

    public init(reading object: JSONValue) {
        items = object["items"]?.elements.map { ConfigInfo(reading: $0) } ?? []
    }
}

/// One of them; the value of a secret is empty.
public struct ConfigInfo: Sendable {
    public let name: String?
    public let type: String?
    /// A text, or a number.
    public let value: JSONValue?

    public init(reading object: JSONValue) {
        name = object["name"]?.string
        type = object["type"]?.string
        value = object["value"]
    }
}
