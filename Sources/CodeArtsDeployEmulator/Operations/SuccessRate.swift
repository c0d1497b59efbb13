import CodeArtsDeployModel

/// A success rate of records.
struct SuccessRate {
    let records: Int
    let successes: Int

    init(_ records: [DeploymentRecord], at now: Timestamp) {
        self.records = records.count
        successes = records.filter { $0.state(at: now) == .succeeded }.count
    }

    func write(to json: inout JSONWriter) {
        json.member("success_rate", text)
        json.member("record_count", records)
        json.member("success_record_count", successes)
    }

    /// In percent, with two decimals: `14.29`.
    private var text: String {
        let hundredths = records == 0 ? 0 : (successes * 10_000 + records / 2) / records
        let rest = String(hundredths % 100)
        return "\(hundredths / 100).\(rest.utf8.count < 2 ? "0" : "")\(rest)"
    }
}

extension ServiceState {
    func writeProject(_ days: DateRange, to json: inout JSONWriter) {
        json.member("project_id", account.projectID)
        json.member("project_name", account.projectName)
        json.member("start_date", days.start)
        json.member("end_date", days.end)
    }

    func successRate(of applications: [Applications.Application], _ days: DateRange) -> SuccessRate {
        let records = applications.flatMap { history(ofTask: $0.taskID) }
        return SuccessRate(records.filter { days.contains($0.begin) }, at: now)
    }
}
