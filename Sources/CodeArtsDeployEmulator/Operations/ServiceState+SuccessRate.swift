import CodeArtsDeployModel

extension ServiceState {
    func writeProject(_ days: DateRange, to json: inout JSONWriter) {
        json.member("project_id", account.projectID)
        json.member("project_name", account.projectName)
        json.member("start_date", days.start)
        json.member("end_date", days.end)
    }

    func successRate(of applications: [Account.Application], _ days: DateRange) -> SuccessRate {
        let records = applications.flatMap { history(ofTask: $0.taskID) }
        return SuccessRate(records.filter { days.contains($0.begin) }, at: now)
    }
}
