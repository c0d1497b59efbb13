/// One row of the operation table: all that client, emulator and documentation know about a call.
///
/// One reference, because it goes along with every request and every answer.
public struct Operation: Sendable {
    private let row: Row

    /// A call of the service.
    init(
        _ name: StaticString, _ officialName: StaticString, _ method: StaticString, _ path: StaticString,
        _ request: ObjectShape, _ effect: Effect, answers response: ReplyShape, _ summary: StaticString
    ) {
        row = Row(name, officialName, method, path, request, effect, response, summary)
    }

    /// Several calls, or any.
    init(
        _ name: StaticString, path: StaticString = "", _ request: ObjectShape, _ effect: Effect,
        answers response: ReplyShape, _ summary: StaticString
    ) {
        row = Row(name, "", "", path, request, effect, response, summary)
    }

    /// The same with the method that a request names, and what that can do.
    func with(method: StaticString, _ effect: Effect) -> Operation {
        Operation(name, officialName, method, path, request, effect, answers: response, summary)
    }

    /// How callers name it, `start_deploy_task`.
    public var name: StaticString { row.name }
    /// How the service's reference names it and the page that describes it, `StartDeployTask`; empty where the service
    /// has no such operation.
    public var officialName: StaticString { row.officialName }
    /// Empty where the request names it.
    public var method: StaticString { row.method }
    /// With its fields in braces: `/v2/tasks/{task_id}/start`. Empty for what is made of several calls.
    public var path: StaticString { row.path }
    public var request: ObjectShape { row.request }
    public var effect: Effect { row.effect }
    /// What an answer holds, for documentation. No answer is ever refused by it.
    public var response: ReplyShape { row.response }
    /// One sentence for documentation.
    public var summary: StaticString { row.summary }

    /// Whether it is made of several calls of the service.
    public var isComposite: Bool { path.utf8CodeUnitCount == 0 }

    /// Whether sending it a second time can start a second deployment. Such a request is written at most once, and its
    /// errors carry an outcome.
    public var startsDeployment: Bool { effect.isOnceOnly }

    /// The longest text that is taken for a request, in bytes: as much as the gateway takes, or many of such.
    public var maximumText: Int { name.matches("start_many") ? 256 << 20 : PreparedRequest.maximumBody }

    /// The address of the page of the reference; nil where there is none.
    public var page: String? {
        if officialName.utf8CodeUnitCount == 0 { return nil }
        return "https://support.huaweicloud.com/intl/en-us/api-deployman/" + officialName.text + ".html"
    }

    private final class Row: Sendable {
        let name: StaticString
        let officialName: StaticString
        let method: StaticString
        let path: StaticString
        let request: ObjectShape
        let effect: Effect
        let response: ReplyShape
        let summary: StaticString

        init(
            _ name: StaticString, _ officialName: StaticString, _ method: StaticString, _ path: StaticString,
            _ request: ObjectShape, _ effect: Effect, _ response: ReplyShape, _ summary: StaticString
        ) {
            self.name = name
            self.officialName = officialName
            self.method = method
            self.path = path
            self.request = request
            self.effect = effect
            self.response = response
            self.summary = summary
        }
    }
}

extension Operation {
    /// - Parameter name: as callers give it, `start_deploy_task`.
    public init(named name: [UInt8]) throws(DeployError) {
        guard let found = Self.all.first(where: { $0.name.matches(name[...]) }) else {
            let known = Self.all.map { $0.name.text }
            let typed = String(decoding: name, as: UTF8.self)
            let near = Spelling.nearest(to: typed, among: known) ?? known.joined(separator: ", ")
            throw DeployError(
                .invalidArgument, "There is no operation of that name. Did you mean \(near)? Nothing was sent.")
        }
        self = found
    }
}
