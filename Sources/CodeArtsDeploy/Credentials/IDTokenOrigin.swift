internal import CPlatform
internal import CodeArtsDeployModel

/// The origin of a pipeline's identity token: a file, a variable, or the issuer that GitHub names to a job. It is
/// looked at for each exchange, because these tokens last for minutes.
final class IDTokenOrigin: Sendable {
    static var file: String { "HUAWEICLOUD_SDK_ID_TOKEN_FILE" }
    static var variable: String { "CODEARTS_DEPLOY_ID_TOKEN" }
    static var issuer: String { "ACTIONS_ID_TOKEN_REQUEST_URL" }
    private static var issuerToken: String { "ACTIONS_ID_TOKEN_REQUEST_TOKEN" }
    private static var audience: String { "CODEARTS_DEPLOY_ID_TOKEN_AUDIENCE" }
    private static let againMS = 20
    private static let most = 1 << 16

    /// The variable that names it.
    let name: String
    private let environment: any Environment

    init(name: String, environment: any Environment) {
        self.name = name
        self.environment = environment
    }

    typealias Then = (Result<Secret, DeployError>) -> Step

    func token(for context: CallContext, tries: Int, then: @escaping Then) -> Step {
        var value = environment.variable(name) ?? []
        defer { wipe(&value) }
        switch name {
        case Self.file: return read(environment.read(value, atMost: Self.most), of: value, context, then)
        case Self.variable: return then(Result { () throws(DeployError) in try checked(value) })
        default: return ask(value, context, tries, then)
        }
    }

    private func checked(_ token: [UInt8]) throws(DeployError) -> Secret {
        let faults = SecretForm.faults(in: token, .token, path: name)
        if !faults.isEmpty { throw DeployError(.configuration, violations: faults, of: "The identity token") }
        return Secret(token[...])
    }

    private func fault(_ message: String) -> DeployError {
        let violation = Violation(path: name, rule: .forbidden, message: message)
        return DeployError(.configuration, violations: [violation], of: CredentialFault.environment)
    }

    // MARK: A file

    private func read(_ file: FileReading, of path: [UInt8], _ context: CallContext, _ then: @escaping Then) -> Step {
        guard let contents = file.contents(within: 0) else {
            if let end = context.end { return then(.failure(end)) }
            return .pause(ms: min(Self.againMS, context.deadline.remainingMS)) {
                self.read(file, of: path, context, then)
            }
        }
        return then(Result { () throws(DeployError) in try token(in: contents, path) })
    }

    private func token(in contents: FileReading.Contents, _ path: [UInt8]) throws(DeployError) -> Secret {
        switch contents {
        case .missing: throw fault("The file \(String(decoding: path, as: UTF8.self)) is not there.")
        case .unusable(let why): throw fault("The file \(String(decoding: path, as: UTF8.self)) \(why).")
        case .bytes(let content, _):
            var token = content.with { Array($0) }
            defer { wipe(&token) }
            // Editors and `echo` end a file with a line break.
            if token.last == UInt8(ascii: "\n") { token.removeLast() }
            return try checked(token)
        }
    }

    // MARK: GitHub's issuer

    private func ask(_ url: [UInt8], _ context: CallContext, _ tries: Int, _ then: @escaping Then) -> Step {
        let request = CredentialRequest(context, tries: tries) { () throws(DeployError) in
            try self.request(url, before: context.deadline)
        }
        return request.send({ answer throws(DeployError) in try self.token(in: answer) }, then: then)
    }

    private func request(_ url: [UInt8], before deadline: Deadline) throws(DeployError) -> HTTPRequest {
        let base = url.prefix { $0 != UInt8(ascii: "?") }
        guard UTF8Sequence.firstFault(in: url) == nil,
            let issuer = try? Endpoint(String(decoding: base, as: UTF8.self)),
            issuer.isEncrypted || issuer.isLoopback
        else { throw fault("This is no address of https://.") }
        var bearer = environment.variable(Self.issuerToken) ?? []
        defer { wipe(&bearer) }
        guard StringRule.token.accepts(bearer) else {
            throw CredentialFault.missing(Self.issuerToken, beside: name, CredentialFault.environment)
        }
        var header = Array("Bearer ".utf8) + bearer
        defer { wipe(&header) }
        var whole = url
        if let audience = environment.variable(Self.audience) {
            whole.append(UInt8(ascii: base.count == url.count ? "?" : "&"))
            for byte in "audience=".utf8 { whole.append(byte) }
            PercentEncoding.append(String(decoding: audience, as: UTF8.self), to: &whole)
        }
        let wire = try WireRequest(
            unsigned: whole, [RequestHeader(prefix: "Authorization: ", checked: header)])
        return HTTPRequest(wire, isLocal: issuer.isLoopback, timeoutMS: deadline.remainingMS)
    }

    private func token(in answer: Result<HTTPReply, TransportFailure>) throws(DeployError) -> Secret {
        let reply: ServiceReply
        do throws(TransportFailure) {
            reply = try answer.get().service
        } catch {
            throw DeployError(error.status, "The issuer of identity tokens does not answer: \(error.reason).")
        }
        let value = (try? JSONDocument(parsing: reply.body))?.root["value"]?.stringBytes
        guard reply.httpStatus == 200, let value else {
            let isRefused = (400..<500).contains(reply.httpStatus) && reply.httpStatus != 429
            throw DeployError(
                isRefused ? .authentication : .service,
                "The issuer of \(name) gives no identity token (HTTP \(reply.httpStatus)).", of: reply)
        }
        var token = Array(value)
        defer { wipe(&token) }
        return try checked(token)
    }
}
