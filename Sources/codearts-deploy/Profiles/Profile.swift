import CodeArtsDeploy
import CodeArtsDeployModel

/// A named profile of the user's configuration file.
///
/// Options stand above the environment, and the environment above a profile; one that is named with `--profile` is an
/// option. Members that mean something only together are taken together.
struct Profile {
    static let variable = "CODEARTS_DEPLOY_PROFILE"

    /// Members that belong together, and the variables that give the same.
    private struct Group {
        let members: [StaticString]
        let variables: [String]
    }

    private static let groups = [
        Group(
            members: ["endpoint", "region"],
            variables: ["CODEARTS_DEPLOY_ENDPOINT", "CODEARTS_DEPLOY_REGION", "HW_REGION_NAME"]),
        Group(members: Configuration.credentialMembers, variables: CredentialVariables.all),
        Group(members: ["iam_endpoint"], variables: ["HUAWEICLOUD_SDK_IAM_ENDPOINT", "HW_AUTH_URL"]),
        Group(members: ["project_id"], variables: ["CODEARTS_DEPLOY_PROJECT_ID"]),
        Group(members: ["iam_project_id"], variables: ["HUAWEICLOUD_SDK_PROJECT_ID"]),
        Group(
            members: ["ca_file"],
            variables: ["CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"]),
        Group(
            members: ["proxy"], variables: ["https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"]),
        Group(members: ["log"], variables: ["CODEARTS_DEPLOY_LOG"]),
    ]

    let name: String
    let file: FilePath
    let object: JSONValue
    /// Whether it was named with `--profile`.
    let isOption: Bool

    /// The members that count.
    ///
    /// - Parameter options: members that were given as options.
    func members(beside options: [StaticString]) -> [JSONMember] {
        object.members.filter { $0.name != "tasks" && rival(of: $0, options) == nil }
    }

    /// In words: which members are used, and what stands above the others.
    func provenance(beside options: [StaticString]) -> String {
        let used = members(beside: options).map { $0.name }.joined(separator: ", ")
        var parts = used.isEmpty ? [] : [used]
        for member in object.members where member.name != "tasks" {
            if let rival = rival(of: member, options) { parts.append("\(member.name) not used beside \(rival)") }
        }
        return "the profile \(Printable.line(name)) of \(file.text) (\(parts.joined(separator: "; ")))"
    }

    /// What stands above a member; nil if nothing does.
    private func rival(of member: JSONMember, _ options: [StaticString]) -> String? {
        if let option = options.first(where: { member.isNamed($0) }) { return Self.option(option) }
        guard let group = Self.groups.first(where: { group in group.members.contains { member.isNamed($0) } }) else {
            return nil
        }
        if let option = options.first(where: { option in group.members.contains { $0.text == option.text } }) {
            return Self.option(option)
        }
        return isOption ? nil : group.variables.first { EnvironmentVariable.text($0) != nil }
    }

    private static func option(_ member: StaticString) -> String {
        "--" + String(member.text.map { $0 == "_" ? "-" : $0 })
    }

    static func missing(_ name: String, _ source: String, known: [String], in file: FilePath?) -> DeployError {
        let near = Spelling.nearest(to: name, among: known).map { " Did you mean \($0)?" } ?? ""
        let place = file.map { " in \($0.text)" } ?? ", since there is no configuration file"
        return DeployError(
            .configuration,
            "There is no profile \(Printable.line(name))\(place), as \(source) names it.\(near) Nothing was sent.")
    }

    /// The profile of this process; nil if none was chosen.
    ///
    /// - Parameter option: of `--profile`.
    static func chosen(_ option: String?) throws(DeployError) -> Profile? {
        if let file = try ConfigurationFile.current.get() { return try file.profile(option) }
        if let option { throw missing(option, "--profile", known: [], in: nil) }
        if let name = EnvironmentVariable.text(variable) { throw missing(name, variable, known: [], in: nil) }
        return nil
    }
}
