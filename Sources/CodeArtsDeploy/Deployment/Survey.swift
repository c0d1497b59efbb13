internal import CodeArtsDeployModel

/// What the service says of a task before it is started. Every part of it may be missing.
struct Survey {
    let appID: String?
    let projectID: String?
    /// Draft or Available.
    let definition: String?
    let isDisabled: Bool
    /// The state of its newest record.
    let execution: DeploymentState?
    /// The text of all parameters of its steps.
    private let parameters: [ArraySlice<UInt8>]

    /// - Parameter detail: nil where the service does not tell.
    init(reading detail: JSONValue?) {
        appID = detail?["app_id"]?.string
        projectID = detail?["project_id"]?.string
        definition = detail?["state"]?.string
        isDisabled = detail?["is_disable"]?.boolean ?? false
        execution = detail?["execution_state"]?.string.map { DeploymentState($0) }
        var parameters: [ArraySlice<UInt8>] = []
        if let steps = detail?["steps"] {
            for step in steps.members {
                guard let params = step.value["params"], params.hasContent else { continue }
                parameters.append(params.raw)
            }
        }
        self.parameters = parameters
    }

    /// Those of the parameters that the application does not mention; the service would ignore them without a word.
    ///
    /// Which it has is told by its steps: by the names of their parameters, and by `${name}` in the values. An application
    /// whose steps have none tells nothing.
    func undeclared(_ params: JSONValue?) -> [String] { keys(of: params) { !mentions($0) } }

    /// Those that it mentions.
    func declared(_ params: JSONValue?) -> [String] { keys(of: params, where: mentions) }

    private func keys(of params: JSONValue?, where isWanted: (String) -> Bool) -> [String] {
        guard let params, !parameters.isEmpty else { return [] }
        return params.elements.compactMap { $0["key"]?.string }.filter(isWanted)
    }

    private func mentions(_ key: String) -> Bool {
        let forms = [Array("\"\(key)\"".utf8), Array("${\(key)}".utf8)]
        return parameters.contains { text in forms.contains { text.holds($0) } }
    }

    // MARK: Asking

    static func ask(
        about taskID: String, _ caller: Caller, _ run: Run, then: @escaping (Result<Survey, DeployError>) -> Step
    ) -> Step {
        caller.ask(.showDeployTaskDetail, run) {
            $0.member("task_id", taskID)
        } then: { answer in
            then(answer.map { Survey(reading: $0) })
        }
    }

    /// The CodeArts project: the request's, the configuration's, or that which the service names for the task.
    static func project(
        of taskID: String, _ request: JSONValue, _ caller: Caller, _ run: Run,
        then: @escaping (Result<String, DeployError>) -> Step
    ) -> Step {
        if let project = request["project_id"]?.string ?? caller.line.configuration.projectID {
            return then(.success(project))
        }
        return ask(about: taskID, caller, run) { survey in
            then(
                survey.flatMap { survey in
                    guard let project = survey.projectID else { return .failure(.noProject) }
                    return .success(project)
                })
        }
    }
}

extension DeployError {
    static var noProject: DeployError {
        DeployError(
            .configuration,
            "The service does not name the task's project. Give \"project_id\", or set CODEARTS_DEPLOY_PROJECT_ID.")
    }
}

extension ArraySlice<UInt8> {
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard count >= part.count else { return false }
        return (startIndex...(endIndex - part.count)).contains { self[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
