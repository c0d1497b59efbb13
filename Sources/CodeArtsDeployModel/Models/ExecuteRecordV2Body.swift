/// One deployment of the history.
public struct ExecuteRecordV2Body: Sendable {
    /// The record id.
    public let executionID: String?
    public let state: String?
    public let type: String?
    /// The greatest is the latest.
    public let releaseID: Int?
    public let `operator`: String?
    public let nickname: String?
    public let startTime: String?
    public let endTime: String?
    /// HH:mm:ss.
    public let duration: String?

    public init(reading object: JSONValue) {
        executionID = object["execution_id"]?.string
        state = object["state"]?.string
        type = object["type"]?.string
        releaseID = object["release_id"]?.integer
        `operator` = object["operator"]?.string
        nickname = object["nickname"]?.string
        startTime = object["start_time"]?.string
        endTime = object["end_time"]?.string
        duration = object["duration"]?.string
    }
}
