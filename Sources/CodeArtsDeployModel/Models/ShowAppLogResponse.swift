/// A part of a deployment's log.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct ShowAppLogResponse: Sendable {
    /// "success" or "error".
    public let status: String?
    public let result: LogInfo?

    public init(reading object: JSONValue) {
        status = object["status"]?.string
        result = object["result"].map { LogInfo(reading: $0) }
    }
}

/// The text, and where the next part begins.
public struct LogInfo: Sendable {
    public let hasMore: Bool?
    public let text: String?
    public let offset: JSONValue?
    public let endOffset: JSONValue?

    public init(reading object: JSONValue) {
        hasMore = object["has_more"]?.boolean
        text = object["text"]?.string
        offset = object["offset"]
        endOffset = object["end_offset"]
    }
}
