@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// What sticks to a secret when it is copied is refused unsent: five wrong signatures lock a key.
@Suite struct SecretFormTests {
    private static let blanks = [
        " ", "\t", "\n", "\r\n", "\u{A0}", "\u{200B}", "\u{FEFF}", "\u{2060}", "\u{3000}", "\u{2009}", "\u{2028}",
        "\u{AD}", "\u{200E}", "\u{3164}", "\u{2800}", "\u{FE0F}", "\u{E0020}", "\u{61C}",
    ]
    private static let quotes = [
        ("\"", "\""), ("'", "'"), ("`", "`"), ("\u{201C}", "\u{201D}"), ("\u{2018}", "\u{2019}"), ("«", "»"),
        ("\u{201E}", "\u{201C}"),
    ]

    @Test(arguments: blanks) func `a token or key has no blank at its ends or within`(blank: String) {
        for text in [blank + "secret", "secret" + blank, "sec" + blank + "ret", blank] {
            #expect(SecretForm.fault(in: bytes(text)[...], isOneWord: true) != nil)
        }
    }

    @Test(arguments: blanks) func `a password has none at its ends`(blank: String) {
        for text in [blank + "secret", "secret" + blank, blank] {
            #expect(SecretForm.fault(in: bytes(text)[...], isOneWord: false) != nil)
        }
    }

    @Test(arguments: quotes) func `quotation marks around it are no part of it`(first: String, last: String) {
        for isOneWord in [true, false] {
            let fault = SecretForm.fault(in: bytes(first + "secret" + last)[...], isOneWord: isOneWord)
            #expect(fault?.contains("quotation marks") == true && fault?.contains("secret") == false)
        }
    }

    @Test(arguments: [#"a"b\c/d é 密码 🔑 "# + "\t{{", "two words", "it's", "\"", "'", "a'"])
    func `any other password is taken as it is`(password: String) {
        #expect(SecretForm.fault(in: bytes(password)[...], isOneWord: false) == nil)
    }

    @Test(arguments: ["\"secret", "secret\"", "'secret", "secret`"]) func `half a pair is no part of a word`(
        word: String
    ) {
        #expect(SecretForm.fault(in: bytes(word)[...], isOneWord: true)?.contains("a quotation mark") == true)
        #expect(SecretForm.fault(in: bytes(word)[...], isOneWord: false) == nil)
    }

    @Test(arguments: ["MIIEow/+=_-.", "té", "密", "a'b", "\""]) func `any other word is too`(word: String) {
        #expect(SecretForm.fault(in: bytes(word)[...], isOneWord: true) == nil)
    }

    @Test func `a fault of a secret is told with its place and never with the secret`() throws {
        let variables = [
            "CODEARTS_DEPLOY_TOKEN", "HW_AUTH_TOKEN", "OS_AUTH_TOKEN", "HUAWEICLOUD_SDK_SK", "CLOUD_SDK_SK",
            "HW_SECRET_KEY", "HUAWEICLOUD_SDK_SECURITY_TOKEN", "HUAWEICLOUD_SDK_AK", "HW_USER_PASSWORD",
        ]
        for name in variables {
            let environment = FakeEnvironment()
            let tool = ["HUAWEICLOUD_SDK_", "CLOUD_SDK_"].first { name.hasPrefix($0) }
            if let tool {
                environment.set(tool + "AK", "AK")
                environment.set(tool + "SK", "SK")
            } else if name == "HW_SECRET_KEY" {
                environment.set("HW_ACCESS_KEY", "AK")
            } else if name == "HW_USER_PASSWORD" {
                environment.set("HW_USER_NAME", "u")
                environment.set("HW_DOMAIN_NAME", "d")
            }
            environment.set(name, "CANARY\u{A0}")
            let bench = try Harness(configuration: "", environment: environment)
            let error = try #require(bench.failure())
            #expect(error.status == .configuration && error.outcome == .notSent)
            #expect(error.violations.map(\.path) == [name] && error.message.contains("U+00A0"))
            #expect(!text(error.document).contains("CANARY") && bench.transport.sent.isEmpty)
        }
    }

    @Test(arguments: [
        (#""token":"CANARY ""#, "token"), (#""ak":" a","sk":"s""#, "ak"), (#""ak":"a","sk":"'CANARY'""#, "sk"),
        (#""ak":"a","sk":"s","security_token":"CANARY\ufeff""#, "security_token"),
        (#""iam":{"user":"u","password":"CANARY\n","domain":"d"}"#, "iam.password"),
        (#""iam":{"user":"u","password":"p","domain":"d","user_id":"i","passcode":"123 456"}"#, "iam.passcode"),
    ])
    func `the configuration's own secrets are looked at in the same way`(members: String, path: String) throws {
        let error = try #require(refusal(of: #"{"region":"cn-north-4",\#(members)}"#))
        #expect(error.violations.map(\.path) == [path])
        #expect(!text(error.document).contains("CANARY"))
    }

    @Test func `the token of one call is too`() throws {
        let bench = try Harness(configuration: "")
        #expect(bench.failure(token: "CANARY\u{200B}")?.violations.map(\.path) == ["token"])
        #expect(bench.transport.sent.isEmpty)
    }
}
