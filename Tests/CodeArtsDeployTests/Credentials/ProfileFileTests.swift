@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// A profile file is read as Python's configparser and Go's ini.v1 read it; where these two differ it is named.
@Suite struct ProfileFileTests {
    private static let file = "/keys"

    private func bench(_ text: [UInt8], _ more: [String: String] = [:], file: String = file) throws -> Harness {
        let environment = FakeEnvironment(
            more.merging(["HUAWEICLOUD_SDK_CREDENTIALS_FILE": file]) { given, _ in given })
        environment.write(Self.file, text)
        return try Harness(configuration: "", environment: environment)
    }

    private func signed(_ text: String) throws -> FakeTransport.Sent {
        let bench = try bench(bytes(text))
        _ = try bench.start()
        return try #require(bench.transport.sent.last)
    }

    @Test(arguments: [
        "[basic]\nak=A\nsk=S\n", "[basic]\nAK = A\nSk = S", "[basic]\nak: A\nsk : S\n",
        "\u{FEFF}[basic]\nak = A\nsk = S",
        "[DEFAULT]\nsk = S\n[basic]\nak = A\n", "[DEFAULT]\nsk = other\n[basic]\nak = A\nsk = S",
        "[basic]\r\nak=A\r\nsk=S\r\n",
        "# r\n; r\n\n[other]\n  x = 1 # here\n[basic]\n\n# r\n  ak = A\n  sk = S\n  # r\n", "[basic]\rak=A\rsk=S",
        "[basiccredentials]\nak = A\nsk = S\n", "[basic]\nak = A\nsk = S\nsecurity_token =\n",
        "[basic] \nak\t=\tA\t\nsk = S",
        "[basic]\nak = A\nsk = S\niam_endpoint = https://iam.x # remark\ndomain_id = \"q\"\n",
        "[basic]\nregion = a\n[basiccredentials]\nak = A\nsk = S",
    ]) func `every form that both readers take for the same is taken`(text: String) throws {
        let key = try AccessKey(id: bytes("A")[...], secret: bytes("S")[...], securityToken: nil)
        let sent = try signed(text)
        #expect(sent.authorization?.contains("Access=A,") == true && sent.securityToken == nil)
        guard
            case .bytes(let found, _) = FakeEnvironment(texts: ["f": text]).read(bytes("f"), atMost: 1000)
                .contents(within: 0)
        else { throw Missing() }
        let environment = FakeEnvironment(["HUAWEICLOUD_SDK_CREDENTIALS_FILE": "f"])
        let source = try #require(
            try ProfileFile(environment).source(in: .bytes(found, isOpenToOthers: false)))
        var credential: Credential?
        _ = source.credential(for: CallContext(until: .never), tries: 1) { found in
            credential = try? found.get()
            return .end(.success([]))
        }
        #expect(credential?.isSame(as: .key(key)) == true)
    }

    @Test func `the security token and the IAM project beside a key go with it`() throws {
        let project = "b0000000000000000000000000000001"
        let sent = try signed("[basic]\nak=A\nsk=S\nsecurity_token=T+/=\nproject_id=\(project)\n")
        #expect(sent.securityToken == "X-Security-Token: T+/=" && sent.project == "X-Project-Id: \(project)")
        let bench = try bench(
            bytes("[basic]\nak=A\nsk=S\nproject_id=\(project)\n"),
            ["HUAWEICLOUD_SDK_PROJECT_ID": "c0000000000000000000000000000001"])
        _ = try bench.start()
        #expect(bench.transport.sent.last?.project == "X-Project-Id: c0000000000000000000000000000001")
    }

    @Test(arguments: [
        ("[basic]\nak = A\nsk = \"S\"\n", "line 3"), ("[basic]\nak = 'A'\nsk = S\n", "line 2"),
        ("[basic]\nak = A\nsk = S # mine\n", "line 3"), ("[basic]\nak = A\nsk = S;mine\n", "line 3"),
        ("[basic]\nak = A\nsk = S\\\n", "line 3"), ("[basic]\nak = A\nsk = S%20\n", "line 3"),
        ("[basic]\nak = A\n sk = S\n", "line 3"), ("[basic]\nak = A\nsk = S\n more\n", "line 4"),
        ("[basic]\nak = A\nak = B\nsk = S\n", "line 3"), ("[basic]\nak = A\nAK = B\nsk = S\n", "line 3"),
        ("[basic]\nak = A\nsk = S\n[basic]\nak = B\n", "line 4"), ("[basic]\nak A\nsk = S\n", "line 2"),
        ("[basic\nak = A\nsk = S\n", "line 1"), ("[basic]\nak = A\nsk = `S`\n", "line 3"),
        ("[DEFAULT]\nsk = S # x\n[basic]\nak = A\n", "line 2"), ("[basic]\nak = A\nsk = S\n  [other]\n", "line 4"),
    ]) func `where they differ the line is named and nothing is sent`(text: String, line: String) throws {
        let bench = try bench(bytes(text), ["HW_USER_NAME": "u", "HW_USER_PASSWORD": "p", "HW_DOMAIN_NAME": "d"])
        let error = try #require(bench.failure())
        #expect(error.status == .configuration && error.outcome == .notSent && error.message.contains(line))
        #expect(bench.transport.sent.isEmpty)
    }

    @Test(arguments: [
        ([], "is empty"), (bytes("[other]\nak=A\nsk=S\n"), "[other]"), (bytes("\n# nothing\n"), "has no ak"),
        (bytes("[basic]\nak=A\nsk=S\n\0"), "NUL"), ([0xFF, 0xFE, 0x5B, 0x00], "UTF-16"),
        ([0xFE, 0xFF, 0x00, 0x5B], "UTF-16"),
        (bytes("[basic]\nak=A\nsk=") + [0xE9, 0x0A], "UTF-8"), (bytes("[basic]\nak=\nsk=\n"), "has no ak"),
        (bytes("ak=A\nsk=S\n"), "has no ak"), (bytes("[BASIC]\nak=A\nsk=S\n"), "[BASIC]"),
    ]) func `a file that is named holds a key, or nothing is used in its place`(text: [UInt8], why: String) throws {
        for more in [
            [:], ["HW_USER_NAME": "u", "HW_USER_PASSWORD": "p", "HW_DOMAIN_NAME": "d"], ["OS_AUTH_TOKEN": "t"],
        ] {
            let bench = try bench(text, more)
            let error = try #require(bench.failure())
            #expect(error.status == .configuration && error.outcome == .notSent)
            #expect(error.violations.map(\.path) == ["HUAWEICLOUD_SDK_CREDENTIALS_FILE"])
            #expect(error.message.contains(why) && error.message.contains(Self.file))
            #expect(bench.transport.sent.isEmpty)
        }
    }

    @Test func `it is there, and a tilde is the home`() throws {
        let text = bytes("[basic]\nak=A\nsk=S\n")
        #expect(try #require(bench(text, file: "/none").failure()).message.contains("/none is not there"))
        let home = FakeEnvironment(
            ["HUAWEICLOUD_SDK_CREDENTIALS_FILE": "~/k", "HOME": "/home/me"],
            texts: ["/home/me/k": "[basic]\nak=A\nsk=S\n"])
        _ = try Harness(configuration: "", environment: home).start()
        #expect(home.sources == ["the file /home/me/k"])
    }

    @Test func `a default file that is not there is no fault, and the source that was taken is told`() throws {
        let environment = FakeEnvironment(["HOME": "/home/me", "OS_AUTH_TOKEN": "t"])
        _ = try Harness(configuration: "", environment: environment).start()
        #expect(environment.sources == ["OS_AUTH_TOKEN"])
    }
}
