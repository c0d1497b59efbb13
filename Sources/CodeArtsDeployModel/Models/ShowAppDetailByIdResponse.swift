/// An application.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct ShowAppDetailByIdResponse: Sendable {
    /// "success" or "error".
    public let status: String?
    public let result: AppDetailInfo?

    public init(reading object: JSONValue) {
        status = object["status"]?.string
        result = object["result"].map { AppDetailInfo(reading: $0) }
    }
}
