/// The service's answer to a start: the record that it made. It does not say how the deployment ends.
///
/// Replies are read tolerantly: only `id` must be there, and what is not understood stays in the document.
public struct StartDeployTaskResponse: Sendable {
    /// The deployment record.
    public let id: String
    public let taskID: String?
    public let jobName: String?
    public let appComponentList: [AppComponentDao]

    public init?(reading object: JSONValue) {
        guard let id = Self.recordID(in: object) else { return nil }
        self.id = id
        taskID = object["task_id"]?.string
        jobName = object["job_name"]?.string
        appComponentList = object["app_component_list"]?.elements.map { AppComponentDao(reading: $0) } ?? []
    }

    /// The id that makes a reply a success: one text, not empty. With two of them nobody knows which record runs.
    public static func recordID(in object: JSONValue) -> String? {
        recordIDBytes(in: object).map { String(decoding: $0, as: UTF8.self) }
    }

    static func recordIDBytes(in object: JSONValue) -> ArraySlice<UInt8>? {
        var found: ArraySlice<UInt8>?
        for member in object.members where member.isNamed("id") {
            guard found == nil, let id = member.value.stringBytes, !id.isEmpty else { return nil }
            found = id
        }
        return found
    }
}

/// One AOM application component of the application.
public struct AppComponentDao: Sendable {
    public let taskID: String?
    public let appID: String?
    public let appName: String?
    public let compID: String?
    public let compName: String?
    public let domainID: String?
    public let region: String?
    /// "0" initialised, "1" in effect.
    public let state: String?

    init(reading object: JSONValue) {
        taskID = object["task_id"]?.string
        appID = object["app_id"]?.string
        appName = object["app_name"]?.string
        compID = object["comp_id"]?.string
        compName = object["comp_name"]?.string
        domainID = object["domain_id"]?.string
        region = object["region"]?.string
        state = object["state"]?.string
    }
}

/// The service's answer to a rollback: the record that it made, as for a start.
public typealias RollbackRecordsResponse = StartDeployTaskResponse
