/// Whether it was done.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct UpdateAppDisableStatusResponse: Sendable {
    /// "success" or "error".
    public let status: String?

    public init(reading object: JSONValue) {
        status = object["status"]?.string
    }
}
