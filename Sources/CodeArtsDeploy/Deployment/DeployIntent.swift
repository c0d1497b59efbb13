internal import CPlatform
internal import CodeArtsDeployModel

/// An intent: what is known before a start, and later tells what became of it. It has no secret in it.
struct DeployIntent {
    let taskID: String
    let projectID: String?
    let appID: String?
    /// Of the request, see `RequestDigest`.
    let digest: String
    /// nil: a lost answer cannot be cleared up.
    let baseline: Baseline?
    /// Names of parameters that the application is known to have.
    let declared: [String]
    /// nil: there is none, so that settling is likely and not exact.
    let marker: StartMarker?
    /// By the clocks of this machine and of the service, as RFC 3339 writes them.
    private let preparedAt: String
    private let serviceTime: String?

    init(
        of request: JSONValue, details: TaskDetails, projectID: String?, baseline: Baseline?, marker: StartMarker?,
        serviceTime: Int64?
    ) {
        taskID = request["task_id"]?.string ?? ""
        self.projectID = projectID
        appID = request["app_id"]?.string ?? details.appID
        digest = RequestDigest.text(of: request)
        self.baseline = baseline
        declared = details.declared(request["params"])
        self.marker = marker
        preparedAt = RFC3339.text(unixMS: platform_unix_ms())
        self.serviceTime = serviceTime.map { RFC3339.text(unixMS: $0 * 1000) }
    }

    /// - Parameter object: `intent` of a request, or of a line in a journal.
    init?(reading object: JSONValue) {
        guard object["version"]?.integer == Self.version, let taskID = object["task_id"]?.string,
            let digest = object["request_digest"]?.string
        else { return nil }
        self.taskID = taskID
        self.digest = digest
        projectID = object["project_id"]?.string
        appID = object["app_id"]?.string
        declared = object["declared"]?.elements.compactMap { $0.string } ?? []
        marker = StartMarker(reading: object["marker"])
        baseline = Baseline(reading: object["baseline"], taskID: taskID, projectID: object["project_id"]?.string)
        preparedAt = object["prepared_at"]?.string ?? ""
        serviceTime = object["service_time"]?.string
    }

    /// Of this form.
    static let version = 1

    func writeMembers(to json: inout JSONWriter) {
        json.member("version", Self.version)
        json.member("task_id", taskID)
        json.member("project_id", ifKnown: projectID)
        json.member("app_id", ifKnown: appID)
        json.member("request_digest", digest)
        if let baseline {
            json.name("baseline")
            baseline.write(to: &json)
        }
        if !declared.isEmpty { json.texts("declared", declared) }
        if let marker {
            json.name("marker")
            marker.write(to: &json)
        }
        json.member("prepared_at", preparedAt)
        json.member("service_time", ifKnown: serviceTime)
    }

    /// The result document.
    func document(_ context: FlowContext) -> [UInt8] {
        var json = JSONWriter(reserving: 512)
        json.object {
            writeMembers(to: &$0)
            $0.meta(context)
        }
        return json.bytes
    }

    /// The same before another start, of which other records are not it.
    func with(_ baseline: Baseline) -> DeployIntent { DeployIntent(self, baseline) }

    private init(_ other: DeployIntent, _ baseline: Baseline) {
        taskID = other.taskID
        projectID = other.projectID
        appID = other.appID
        digest = other.digest
        self.baseline = baseline
        declared = other.declared
        marker = other.marker
        preparedAt = other.preparedAt
        serviceTime = other.serviceTime
    }
}

extension Baseline {
    init?(reading object: JSONValue?, taskID: String, projectID: String?) {
        guard let projectID, let releaseID = object?["release_id"]?.integer,
            let since = object?["since"]?.stringBytes.flatMap({ CivilDate($0) })
        else { return nil }
        self.init(taskID: taskID, projectID: projectID, releaseID: releaseID, since: since.daysSince1970)
    }

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("release_id", releaseID)
            $0.member("since", CivilDate(daysSince1970: since).text)
        }
    }
}
