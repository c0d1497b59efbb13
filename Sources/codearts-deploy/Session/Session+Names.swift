import CodeArtsDeploy
import CodeArtsDeployModel

/// What people know instead of ids: the names of applications, and that it was the last deployment.
extension Session {
    /// The task of the one application of that name.
    func findTask(_ app: String) throws -> String {
        do {
            return try perform(.findTask, jsonObject { $0.member("app", app) })["task_id"]?.string ?? ""
        } catch let failure as Failure {
            var error = failure.error
            error.message += " Nothing was started."
            throw Failure(error, hints)
        }
    }

    /// A record of the task: the one that was named, else the newest, which is reported.
    func recordID(_ named: String?) throws -> String {
        if let named { return named }
        let request = jsonObject { json in
            json.member("task_id", taskID)
            json.member("limit", 1)
        }
        let records = try perform(.listRecords, request)["items"]
        guard let newest = records?.elements.first(where: { _ in true }), let id = newest["execution_id"]?.string else {
            throw DeployError(.notFound, "The task \(taskID) has no deployment within the days that the service keeps.")
        }
        let facts = [newest["state"]?.plain ?? "", newest["start_time"].map { "began \($0.plain)" } ?? ""]
        Stream.error.line(
            Printable.line("The newest deployment is \(id) (\(facts.filter { !$0.isEmpty }.joined(separator: ", "))).")
        )
        return id
    }

    /// An error about a task that is none, with the task of the application whose id was given instead.
    func explained(_ error: DeployError) -> DeployError {
        guard error.status == .notFound, !taskID.isEmpty,
            ["Deploy.00011020", "Deploy.00011021"].contains(error.errorCode)
        else { return error }
        let request = jsonObject { $0.member("app_id", taskID) }
        let answer = follow(.showAppDetailById, request, view: SilentView()) { _, _ in .leave }
        guard case .success(let text) = answer, let reply = try? Self.parsed(text)["result"],
            let task = reply["arrange_infos"]?.elements.first(where: { _ in true })?["id"]?.string
        else { return error }
        var explained = error
        let name = reply["name"]?.string ?? ""
        explained.message += " \(taskID) is the id of the application \(name); its task is \(task)."
        return explained
    }
}
