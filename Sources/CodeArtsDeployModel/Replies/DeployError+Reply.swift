extension DeployError {
    /// Whether it is an answer of the service or of its gateway, and not of somebody on the way.
    public var isOfService: Bool { errorCode.map { ServiceFault.isOfService($0) } ?? false }

    /// Whether it is an answer that somebody on the way gave in the service's place, as a refusal.
    public var isPage: Bool { (400..<500).contains(httpStatus ?? 0) && !isOfService }

    /// Adds what the failure means for a second try, where a second try could do harm.
    public func with(_ outcome: Outcome, for operation: Operation) -> DeployError {
        guard operation.startsDeployment else { return self }
        var error = self
        error.outcome = outcome
        if !violations.isEmpty { return error }
        // Trying again is safe, but it is no use before the cause is corrected.
        let isUseless = outcome == .notSent && (status == .configuration || status == .authentication)
        let advice = isUseless ? " Nothing was sent." : outcome.advice(after: operation.effect).text
        // Whoever found the fault may have said so already.
        let isSaid = error.ends(with: advice) || outcome == .notSent && error.ends(with: " Nothing was sent.")
        if !isSaid { error.message += advice }
        return error
    }

    private func ends(with sentence: String) -> Bool {
        let (said, asked) = (message.utf8, sentence.utf8)
        return said.count >= asked.count && said.suffix(asked.count).elementsEqual(asked)
    }
}

extension Outcome {
    /// The sentence that ends an error message, with a space before it: whether it was sent, and what to do now.
    fileprivate func advice(after effect: Effect) -> StaticString {
        switch self {
        case .notSent: " Nothing was sent; it is safe to try again."
        case .refused:
            effect == .starts ? " The service did not start the deployment." : " The service did not do it."
        case .started: " The deployment was started; do not start it again."
        case .unknown:
            effect == .starts
                ? " The request was sent and may have started the deployment: look at the application's records before you start it again."
                : " The request was sent and may have been carried out: look at the service before you send it again."
        }
    }
}

extension Operation {
    /// What happened, in a sentence without its end.
    func sentence(about status: Status, _ code: String?) -> StaticString {
        switch status {
        case .authentication: "The service does not accept the credential"
        case .permission: "The user of this credential may not do this"
        case .notFound: notFound(code)
        case .busy: "The application is being deployed already; wait for that deployment or stop it"
        case .throttled: "The service takes no more requests for now; wait before the next"
        default: "The service reports an error"
        }
    }

    /// Which of the things that a request names is not there: the code tells it best, else the path does.
    private func notFound(_ code: String?) -> StaticString {
        switch code {
        case "Deploy.00011303": return "The service has no such deployment record; it keeps them for 92 days"
        case "Deploy.00016902": return "This is no CodeArts project; the id of an IAM project does not do"
        case "APIGW.0101", "APIGW.0103", "APIG.0101", "APIG.0103":
            return "There is no such API at this endpoint; look at endpoint and region"
        default: break
        }
        if pathNames("record_id") {
            return "The service does not know this deployment record; it keeps them for 92 days"
        }
        if pathNames("app_id") {
            return "The service does not know this application; the id of an application is not that of its task"
        }
        if pathNames("task_id") {
            return "The service does not know this task; the id of a task is not that of its application"
        }
        if request.fields.contains(where: { $0.name.matches("project_id") }) {
            return "The service does not know this project or task; the CodeArts project is not the IAM project"
        }
        return "The service has nothing under this path"
    }

    private func pathNames(_ name: StaticString) -> Bool {
        request.fields.contains { $0.place == .path && $0.name.matches(name) }
    }
}
