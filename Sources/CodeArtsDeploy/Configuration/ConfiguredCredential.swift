internal import CodeArtsDeployModel

/// The credential that a configuration gives itself, of one kind.
enum ConfiguredCredential: Sendable {
    case fixed(Credential)
    case login(ConfiguredLogin)

    /// nil where the object has no key that belongs to a credential.
    init?(_ object: JSONValue, _ iam: IAMAddress) throws(DeployError) {
        let given = Configuration.credentialMembers.filter { object[$0] != nil }
        guard let first = given.first else { return nil }
        if let other = given.last, first.text == "token" || other.text == "iam", given.count > 1 {
            let message = "\(first.text) and \(other.text) are two kinds of credential; give one."
            throw Self.fault(other, .conflict, message, object)
        }
        switch first.text {
        case "token": self = .fixed(.token(AuthToken(checked: object["token"]?.stringBytes ?? [])))
        case "iam":
            let login = try Self.login(object, region: iam.project)
            self = .login(ConfiguredLogin(login, at: try iam.endpoint()))
        default: self = .fixed(.key(try Self.key(object)))
        }
    }

    /// What a shape cannot say: that a secret is not quite what somebody copied.
    static func checkForms(_ object: JSONValue) throws(DeployError) {
        let words: [StaticString] = ["token", "ak", "sk", "security_token"]
        let names: [StaticString] = ["user", "password", "domain", "project"]
        let codes: [StaticString] = ["passcode", "user_id"]
        let iam = object["iam"] ?? object
        var faults = words.flatMap { form($0, of: object, isOneWord: true) }
        if iam.kind == .object, object["iam"] != nil {
            faults += names.flatMap { form($0, of: iam, isOneWord: false) }
            faults += codes.flatMap { form($0, of: iam, isOneWord: true) }
        }
        if !faults.isEmpty { throw DeployError(.configuration, violations: faults, of: Configuration.subject) }
    }

    private static func form(_ name: StaticString, of object: JSONValue, isOneWord: Bool) -> [Violation] {
        guard let value = object[name], let text = value.stringBytes,
            let form = SecretForm.fault(in: text, isOneWord: isOneWord)
        else { return [] }
        return [Violation(path: value.path, rule: .pattern, message: form, position: value.position)]
    }

    private static func key(_ object: JSONValue) throws(DeployError) -> AccessKey {
        guard let id = object["ak"]?.stringBytes else { throw missing("ak", beside: "sk", object) }
        guard let secret = object["sk"]?.stringBytes else { throw missing("sk", beside: "ak", object) }
        return try AccessKey(id: id, secret: secret, securityToken: object["security_token"]?.stringBytes)
    }

    private static func login(_ object: JSONValue, region: String?) throws(DeployError) -> IAMLogin {
        let iam = object["iam"]
        let domain = iam?["domain"]?.string ?? ""
        let project = iam?["project"]?.string ?? region
        let code = iam?["passcode"]?.stringBytes
        let userID = iam?["user_id"]?.string
        if code != nil, userID == nil { throw missing("user_id", beside: "passcode", iam ?? object) }
        return IAMLogin(
            user: iam?["user"]?.string ?? "", password: Secret(iam?["password"]?.stringBytes ?? []), domain: domain,
            scope: project.map { .project($0) } ?? .domain(domain),
            passcode: code.flatMap { code in userID.map { ($0, Secret(code)) } })
    }

    private static func missing(_ name: StaticString, beside other: StaticString, _ object: JSONValue) -> DeployError {
        fault(name, .required, "\(name.text) is missing. It belongs to \(other.text): give both, or neither.", object)
    }

    private static func fault(_ name: StaticString, _ rule: Rule, _ message: String, _ object: JSONValue) -> DeployError
    {
        let place = object[name] ?? object
        let path = object.path.isEmpty ? name.text : "\(object.path).\(name.text)"
        let violation = Violation(path: path, rule: rule, message: message, position: place.position)
        return DeployError(.configuration, violations: [violation], of: Configuration.subject)
    }

    static let iamShape = ObjectShape(
        name: "IAMLogin",
        fields: [
            Field("user", .string(.printableName), required: true, "The IAM user's name."),
            Field("password", .string(.password), required: true, "The user's password.", secret: .value),
            Field("domain", .string(.printableName), required: true, "The account that the user belongs to."),
            Field("project", .string(.printableName), "The IAM project that the token is for; else the region's."),
            Field("passcode", .string(.printableName), "A code of the user's second factor.", secret: .value),
            Field("user_id", .string(.printableName), "The user's id, wanted beside a passcode."),
        ])
}

/// An IAM user's login and where it goes. A class, so that the enum above is one reference in either case: of a large
/// payload Embedded Swift copies bytes that were never set.
final class ConfiguredLogin: Sendable {
    let login: IAMLogin
    let endpoint: Endpoint

    init(_ login: IAMLogin, at endpoint: Endpoint) {
        self.login = login
        self.endpoint = endpoint
    }
}
