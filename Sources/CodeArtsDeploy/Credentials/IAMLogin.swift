internal import CodeArtsDeployModel

/// A login to IAM: the user, and the scope of the token.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html
struct IAMLogin: Sendable {
    enum Scope: Sendable {
        /// The IAM project of a region, by name.
        case project(String)
        case domain(String)
    }

    let user: String
    let password: Secret
    /// The account that the user belongs to.
    let domain: String
    let scope: Scope
    /// A code of the user's second factor; IAM wants the user's id beside it.
    let passcode: (userID: String, code: Secret)?

    /// The body of `POST /v3/auth/tokens`; whoever asked for it wipes it.
    var body: [UInt8] {
        var json = JSONWriter(reserving: 8192)
        json.object {
            $0.name("auth")
            $0.object {
                $0.name("identity")
                $0.object { identity(&$0) }
                $0.name("scope")
                $0.object { scope(&$0) }
            }
        }
        return json.bytes
    }

    private func identity(_ json: inout JSONWriter) {
        json.name("methods")
        json.beginArray()
        json.string("password")
        if passcode != nil { json.string("totp") }
        json.endArray()
        json.name("password")
        json.object {
            $0.name("user")
            $0.object { user in
                user.member("name", self.user)
                user.name("password")
                password.with { user.string(utf8: $0) }
                user.name("domain")
                user.object { $0.member("name", domain) }
            }
        }
        guard let passcode else { return }
        json.name("totp")
        json.object {
            $0.name("user")
            $0.object { user in
                user.member("id", passcode.userID)
                user.name("passcode")
                passcode.code.with { user.string(utf8: $0) }
            }
        }
    }

    private func scope(_ json: inout JSONWriter) {
        switch scope {
        case .project(let name):
            json.name("project")
            json.object { $0.member("name", name) }
        case .domain(let name):
            json.name("domain")
            json.object { $0.member("name", name) }
        }
    }
}
