/// One page of a project's applications.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct ListAllAppResponse: Sendable {
    public let totalNum: Int?
    public let result: [AppExecutionInfo]

    public init(reading object: JSONValue) {
        totalNum = object["total_num"]?.integer
        result = object["result"]?.elements.map { AppExecutionInfo(reading: $0) } ?? []
    }
}
