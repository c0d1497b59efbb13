internal import CodeArtsDeployModel

/// A task's details, from the service, before it is started. Every part of them may be missing.
struct TaskDetails {
    let appID: String?
    let projectID: String?
    /// Draft or Available.
    let definition: String?
    let isDisabled: Bool
    /// The state of its newest record.
    let execution: DeploymentState?
    /// The text of all parameters of its steps.
    private let parameters: [ArraySlice<UInt8>]
    /// The parameters that it is known to have, as far as their names can be read out of that.
    private let known: [String]

    /// - Parameter detail: nil where the service does not tell.
    init(reading detail: JSONValue?) {
        appID = detail?["app_id"]?.string
        projectID = detail?["project_id"]?.string
        definition = detail?["state"]?.string
        isDisabled = detail?["is_disable"]?.boolean ?? false
        execution = detail?["execution_state"]?.string.map { DeploymentState($0) }
        var parameters: [ArraySlice<UInt8>] = []
        var known: [String] = []
        if let steps = detail?["steps"] {
            for step in steps.members {
                guard let params = step.value["params"], params.hasContent else { continue }
                parameters.append(params.raw)
                for name in Self.names(in: params) where !known.contains(name) { known.append(name) }
            }
        }
        self.parameters = parameters
        self.known = known
    }

    /// Those of the parameters that the application does not mention; the service would ignore them without a word.
    ///
    /// Its steps show which it has: by the names of their parameters, and by `${name}` in the values. An application
    /// whose steps have none shows nothing.
    func undeclared(_ params: JSONValue?) -> [String] { keys(of: params) { !mentions($0) } }

    /// Those that it mentions.
    func declared(_ params: JSONValue?) -> [String] { keys(of: params, where: mentions) }

    /// Whether it mentions this one.
    func declares(_ name: String) -> Bool { mentions(name) }

    /// Whether it shows anything about its parameters.
    var tellsParameters: Bool { !parameters.isEmpty }

    /// What to say of those that it does not mention, with those that it has, the most alike first.
    func remark(onUndeclared names: [String]) -> String {
        "The application does not mention \(names.joined(separator: ", ")): the service would ignore that without a word.\(knownNames(near: names.first ?? ""))"
    }

    /// A sentence with a space before it; empty where no name is known.
    func knownNames(near name: String) -> String {
        let most = 10
        var names = Spelling.nearestFirst(to: name, among: known)
        if names.isEmpty { return "" }
        let rest = names.count - most
        if rest > 0 { names.removeLast(rest) }
        let more = rest > 0 ? " and \(rest) more" : ""
        return " It knows \(names.joined(separator: ", "))\(more)."
    }

    /// The names in the parameters of one step: of members, of elements with a name, and of `${name}` in any text.
    private static func names(in params: JSONValue) -> [String] {
        var names: [String] = []
        for member in params.members { names.append(member.name) }
        for element in params.elements {
            if let name = element["name"]?.string ?? element["key"]?.string { names.append(name) }
        }
        let text = Array(params.raw)
        var at = 0
        while at + 2 < text.count {
            guard text[at] == UInt8(ascii: "$"), text[at + 1] == UInt8(ascii: "{") else {
                at += 1
                continue
            }
            let name = text[(at + 2)...].prefix { $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: "\"") }
            at += 2 + name.count
            if at < text.count, text[at] == UInt8(ascii: "}"), !name.isEmpty {
                names.append(String(decoding: name, as: UTF8.self))
            }
        }
        return names
    }

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
        about taskID: String, context: FlowContext,
        then: @escaping (Result<TaskDetails, DeployError>) -> Step
    ) -> Step {
        context.ask(.showDeployTaskDetail) {
            $0.member("task_id", taskID)
        } then: { answer in
            then(answer.map { TaskDetails(reading: $0) })
        }
    }

    /// The CodeArts project: the request's, the configuration's, or that which the service names for the task.
    static func project(
        of taskID: String, _ request: JSONValue, context: FlowContext,
        then: @escaping (Result<String, DeployError>) -> Step
    ) -> Step {
        if let project = request["project_id"]?.string ?? context.configuration.projectID {
            return then(.success(project))
        }
        return ask(about: taskID, context: context) { details in
            then(
                details.flatMap { details in
                    guard let project = details.projectID else { return .failure(.noProject) }
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
