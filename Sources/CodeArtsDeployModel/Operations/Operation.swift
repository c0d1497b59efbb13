/// One row of the operation table: all that client, emulator and documentation know about a call.
///
/// One reference, because it goes along with every request and every answer.
public struct Operation: Sendable {
    /// The kinds of operation: what a client does for one.
    public enum Kind: Sendable {
        /// One call of the service. Its reference and the page that describes it have the official name,
        /// `StartDeployTask`; the path has its fields in braces: `/v2/tasks/{task_id}/start`.
        case call(officialName: StaticString, method: StaticString, path: StaticString)
        /// One call of any API; the method is nil until a request has named it, the path is the request's.
        case anyCall(method: StaticString?)
        /// Several calls.
        case composite(Composite)
    }

    /// The operations that are made of several calls.
    public enum Composite: Sendable, CaseIterable {
        case startMany, listRecords, findTask, watch, prepareDeploy, deploy, deployMany
    }

    /// The largest body that the gateway takes.
    public static let maxBody = 12 << 20

    private let row: Row

    /// A call of the service.
    init(
        _ name: StaticString, officialName: StaticString, method: StaticString, path: StaticString,
        request: ObjectShape, effect: Effect, answers response: ReplyShape, summary: StaticString
    ) {
        self.init(
            name, kind: .call(officialName: officialName, method: method, path: path), request: request,
            effect: effect, answers: response, summary: summary)
    }

    /// Several calls, or any.
    init(
        _ name: StaticString, kind: Kind, request: ObjectShape, effect: Effect, answers response: ReplyShape,
        summary: StaticString
    ) {
        row = Row(
            name: name, kind: kind, request: request, effect: effect, response: response, summary: summary)
    }

    /// The call of any API with the method that a request names, and what that can do.
    func with(method: StaticString, _ effect: Effect) -> Operation {
        Operation(
            name, kind: .anyCall(method: method), request: request, effect: effect, answers: response, summary: summary)
    }

    /// How callers name it, `start_deploy_task`.
    public var name: StaticString { row.name }
    public var kind: Kind { row.kind }
    public var request: ObjectShape { row.request }
    public var effect: Effect { row.effect }
    /// What an answer holds, for documentation. No answer is ever refused by it.
    public var response: ReplyShape { row.response }
    /// One sentence for documentation.
    public var summary: StaticString { row.summary }

    /// How the service's reference names it; nil where the service has no such operation.
    public var officialName: StaticString? {
        if case .call(let officialName, _, _) = kind { return officialName }
        return nil
    }

    /// Empty where there is none, or the request has not named it yet.
    public var method: StaticString {
        switch kind {
        case .call(_, let method, _): method
        case .anyCall(let method): method ?? ""
        case .composite: ""
        }
    }

    /// With its fields in braces. Empty for what is made of several calls.
    public var path: StaticString {
        switch kind {
        case .call(_, _, let path): path
        case .anyCall: "{path}"
        case .composite: ""
        }
    }

    /// Whether it is one call that the service's reference describes.
    public var isDescribedCall: Bool {
        if case .call = kind { return true }
        return false
    }

    /// Whether it is made of several calls of the service.
    public var isComposite: Bool {
        if case .composite = kind { return true }
        return false
    }

    /// Whether sending it a second time can start a second deployment. Such a request is written at most once, and its
    /// errors carry an outcome.
    public var startsDeployment: Bool { effect.isOnceOnly }

    /// The longest text that is taken for a request, in bytes: as much as the gateway takes, or many of such.
    public var maxText: Int {
        switch kind {
        case .composite(.startMany), .composite(.deployMany): 256 << 20
        default: Self.maxBody
        }
    }

    /// The address of the page of the reference; nil where there is none.
    public var page: String? {
        officialName.map { "https://support.huaweicloud.com/intl/en-us/api-deployman/" + $0.text + ".html" }
    }

    private final class Row: Sendable {
        let name: StaticString
        let kind: Kind
        let request: ObjectShape
        let effect: Effect
        let response: ReplyShape
        let summary: StaticString

        init(
            name: StaticString, kind: Kind, request: ObjectShape, effect: Effect, response: ReplyShape,
            summary: StaticString
        ) {
            self.name = name
            self.kind = kind
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
