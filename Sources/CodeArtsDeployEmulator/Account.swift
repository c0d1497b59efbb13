import CodeArtsDeployModel

/// What the emulated service holds from the start: a project with its applications, and the token that opens it.
///
/// All of it is fixed, so that a script may name it; nothing of it is a secret, or looks like one.
struct Account: Sendable {
    /// An application and its deployment task: two ids that the service keeps apart.
    struct Application: Sendable {
        let appID: String
        let taskID: String
    }

    let token: String
    /// The CodeArts project, not the IAM project.
    let projectID: String
    let applications: [Application]

    /// The first task is the one of the documents' example.
    static let standard = Account(
        token: "emulator-token-not-a-secret",
        projectID: "c0000000000000000000000000000001",
        applications: [
            Application(appID: "a0000000000000000000000000000001", taskID: "d2dc947ec2424d8789bb3984bb3adf45"),
            Application(appID: "a0000000000000000000000000000002", taskID: "d0000000000000000000000000000002"),
        ])

    func hasTask(_ taskID: String) -> Bool {
        applications.contains { $0.taskID == taskID }
    }

    func write(to json: inout JSONWriter) {
        json.member("token", token)
        json.member("project_id", projectID)
        json.name("app_ids")
        json.beginArray()
        for application in applications { json.string(application.appID) }
        json.endArray()
        json.name("task_ids")
        json.beginArray()
        for application in applications { json.string(application.taskID) }
        json.endArray()
    }
}
