/// One page of a task's deployments.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct ListDeployTaskHistoryByDateResponse: Sendable {
    public let totalNum: Int?
    public let result: [ExecuteRecordV2Body]

    public init(reading object: JSONValue) {
        totalNum = object["total_num"]?.integer
        result = object["result"]?.elements.map { ExecuteRecordV2Body(reading: $0) } ?? []
    }
}
