import CodeArtsDeployModel

/// The account that the emulated cloud has from the start: a project, and a user with every credential that opens it.
///
/// All of it is fixed, so that a script may name it; nothing of it is a secret, or looks like one.
package struct Account: Sendable {
    /// The IAM user, and the account that the user belongs to.
    struct User: Sendable {
        let id: String
        let name: String
        let password: String
        /// What the user's second factor shows, always.
        let passcode: String
        let domainID: String
        let domainName: String
    }

    /// An identity provider that IAM trusts, and what a pipeline shows to its issuer of identity tokens.
    struct IdentityProvider: Sendable {
        let id: String
        let requestToken: String
    }

    /// A project of IAM: the part of an account in one region.
    struct Project: Sendable {
        let id: String
        let name: String
    }

    /// An access key that never ends.
    package struct AccessKey: Sendable {
        let id: String
        let secret: String
        /// What a request must name beside the key.
        let securityToken: String?

        package init(id: String, secret: String, securityToken: String? = nil) {
            self.id = id
            self.secret = secret
            self.securityToken = securityToken
        }
    }

    /// The token that never ends.
    let token: String
    package var accessKey: AccessKey
    let user: User
    let identityProvider: IdentityProvider
    /// IAM's projects. The first is the one to log in to.
    let identityProjects: [Project]
    /// The CodeArts project, not the IAM project.
    let projectID: String
    let projectName: String

    package static let standard = Account(
        token: "emulator-token-not-a-secret",
        accessKey: AccessKey(id: "EMULATORACCESSKEY001", secret: "emulator-secret-key-not-a-secret"),
        user: User(
            id: "e0000000000000000000000000000001", name: "emulator-user", password: "emulator-password-not-a-secret",
            passcode: "000000", domainID: "f0000000000000000000000000000001", domainName: "emulator-domain"),
        identityProvider: IdentityProvider(id: "emulator-idp", requestToken: "emulator-request-token-not-a-secret"),
        identityProjects: [
            Project(id: "b0000000000000000000000000000001", name: "cn-north-4"),
            Project(id: "b0000000000000000000000000000002", name: "cn-east-3"),
        ],
        projectID: "c0000000000000000000000000000001",
        projectName: "emulator-project")

    func write(to json: inout JSONWriter) {
        json.member("token", token)
        json.member("ak", accessKey.id)
        json.member("sk", accessKey.secret)
        json.member("user", user.name)
        json.member("user_id", user.id)
        json.member("password", user.password)
        json.member("passcode", user.passcode)
        json.member("domain", user.domainName)
        json.member("idp_id", identityProvider.id)
        json.member("id_token_request_token", identityProvider.requestToken)
        json.member("project_id", projectID)
        json.member("iam_project", ifKnown: identityProjects.first?.name)
    }
}
