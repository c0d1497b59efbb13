/// One page of a project's tasks, from an operation that the service does not maintain any more.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct ListDeployTasksResponse: Sendable {
    public let totalNum: Int?
    public let result: [ShowDeployTaskDetailResponse]

    public init(reading object: JSONValue) {
        totalNum = object["total_num"]?.integer
        result = object["result"]?.elements.map { ShowDeployTaskDetailResponse(reading: $0) } ?? []
    }
}
