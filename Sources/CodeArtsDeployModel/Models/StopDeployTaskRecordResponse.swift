/// Whether a deployment is being stopped.
///
/// Read tolerantly: what is not there, or is of another kind, is nil.
public struct StopDeployTaskRecordResponse: Sendable {
    /// "success" or "error".
    public let status: String?
    public let result: StoppedRecord?

    public init(reading object: JSONValue) {
        status = object["status"]?.string
        result = object["result"].map { StoppedRecord(reading: $0) }
    }
}

/// Which one.
public struct StoppedRecord: Sendable {
    public let id: String?
    public let taskID: String?

    public init(reading object: JSONValue) {
        id = object["id"]?.string
        taskID = object["task_id"]?.string
    }
}
