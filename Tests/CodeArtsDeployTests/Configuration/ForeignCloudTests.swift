@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// OpenStack's variables may be another cloud's: they rank last, and not at all where OS_AUTH_URL says so.
@Suite struct ForeignCloudTests {
    private static let other = "https://keystone.example.com:5000/v3"
    private static let user = ["HW_USER_NAME": "u", "HW_USER_PASSWORD": "p", "HW_DOMAIN_NAME": "d"]

    private func bench(_ variables: [String: String], _ members: String = "") throws -> Harness {
        let transport = FakeTransport { sent, _ in
            sent.url.contains("/v3/auth/tokens") ? .status(201, "{}", subjectToken: "iam") : .started
        }
        return try Harness(transport, configuration: members, environment: FakeEnvironment(variables))
    }

    @Test func `its token ranks behind every source of Huawei Cloud's`() throws {
        let keys = [
            ["HUAWEICLOUD_SDK_AK": "A", "HUAWEICLOUD_SDK_SK": "s"], ["HW_ACCESS_KEY": "A", "HW_SECRET_KEY": "s"],
        ]
        for key in keys {
            let bench = try bench(key.merging(["OS_AUTH_TOKEN": "foreign"]) { one, _ in one })
            _ = try bench.start()
            #expect(bench.transport.sent.map(\.token) == [""])
        }
        let iam = ["OS_AUTH_TOKEN": "foreign", "HUAWEICLOUD_SDK_IAM_ENDPOINT": "https://iam.example"]
        let login = try bench(Self.user.merging(iam) { one, _ in one })
        _ = try login.start()
        #expect(login.transport.sent.last?.token == "X-Auth-Token: iam")
    }

    @Test(arguments: [
        (nil, true), ("https://iam.cn-north-4.myhuaweicloud.com/v3", true),
        ("https://IAM.eu-west-101.myhuaweicloud.eu", true),
        (other, false), ("https://myhuaweicloud.com.example/v3", false), ("nonsense", false),
        ("https://iam.notmyhuaweicloud.com", false),
    ]) func `its token is taken only where its endpoint is not another cloud's`(url: String?, isTaken: Bool) throws {
        var variables = ["OS_AUTH_TOKEN": "t"]
        variables["OS_AUTH_URL"] = url
        let bench = try bench(variables)
        if isTaken {
            _ = try bench.start()
        } else {
            let error = try #require(bench.failure())
            #expect(error.status == .configuration && error.message.contains("OS_AUTH_URL names another cloud"))
            #expect(bench.transport.sent.isEmpty)
        }
    }

    private func address(_ variables: [String: String], _ members: String = "") throws -> IAMAddress {
        let all = variables.merging(["CODEARTS_DEPLOY_ENDPOINT": endpoint]) { one, _ in one }
        return try Configuration(bytes("{\(members)}"), environment: FakeEnvironment(all)).iam
    }

    @Test func `its region makes no host name and no scope unless it is one of ours`() throws {
        let beside = try address(["OS_REGION_NAME": "RegionOne"])
        #expect(beside.project == nil && failure { () throws(DeployError) in try beside.endpoint() } != nil)
        let ours = try address(["OS_REGION_NAME": "cn-north-4"])
        #expect(try ours.endpoint().url == "https://iam.cn-north-4.myhuaweicloud.com" && ours.project == "cn-north-4")
        #expect(rules(in: "{}", FakeEnvironment(["OS_REGION_NAME": "RegionOne"])) == ["OS_REGION_NAME: enum"])
        let other = FakeEnvironment(["OS_REGION_NAME": "cn-north-4", "OS_AUTH_URL": Self.other])
        #expect(refusal(of: "{}", other)?.message.contains("OS_AUTH_URL names another cloud") == true)
    }

    @Test(arguments: ["CODEARTS_DEPLOY_REGION", "HW_REGION_NAME", "region"])
    func `no region that is not in the table makes a host of IAM`(name: String) throws {
        let member = #""endpoint":"\#(endpoint)","region":"cn-north-9""#
        let given = name == "region" ? try address([:], member) : try address([name: "cn-north-9"])
        let error = try #require(failure { () throws(DeployError) in try given.endpoint() })
        #expect(error.status == .configuration && error.message.contains("cn-north-9"))
        #expect(given.project == "cn-north-9")
    }

    @Test func `the nearest region is named`() {
        #expect(refusal(of: #"{"region":"cn-nort-4"}"#)?.message.contains("Did you mean cn-north-4?") == true)
        #expect(refusal(of: #"{"region":"cn-north-4 "}"#)?.message.contains("ends with a space") == true)
    }
}

/// Where tokens are asked for.
@Suite struct IAMAddressTests {
    @Test(arguments: [
        ("https://iam.example", "https://iam.example"), ("https://iam.example/v3", "https://iam.example"),
        ("https://iam.example/v3//", "https://iam.example"),
        ("https://iam.example/gate/v3/", "https://iam.example/gate"),
        ("https://iam.example/v3/auth/tokens", "https://iam.example"),
        ("https://iam.example/gate", "https://iam.example/gate"),
    ]) func `the version behind an endpoint is taken for what it is`(given: String, url: String) throws {
        #expect(try IAMAddress.base(of: given).url == url)
    }

    @Test(arguments: [
        "https://iam.example/v2.0", "https://iam.example/v3.0", "https://iam.example/v3/auth",
        "https://iam.example/v3/v3",
    ])
    func `another version is refused by name`(given: String) {
        let error = refusal(of: #"{"endpoint":"\#(endpoint)","iam_endpoint":"\#(given)"}"#)
        #expect(error?.violations.map(\.path) == ["iam_endpoint"] && error?.message.contains("/v3/auth/tokens") == true)
    }

    @Test func `Terraform's and OpenStack's names for it are read, the own one first`() throws {
        let names = ["HUAWEICLOUD_SDK_IAM_ENDPOINT", "HW_AUTH_URL", "OS_AUTH_URL"]
        let environment = FakeEnvironment()
        for (place, name) in names.enumerated() {
            environment.set(name, "https://iam\(place).myhuaweicloud.com/v3")
        }
        for (place, name) in names.enumerated() {
            let read = try Configuration(bytes(#"{"endpoint":"\#(endpoint)"}"#), environment: environment)
            #expect(try read.iam.endpoint().url == "https://iam\(place).myhuaweicloud.com")
            environment.set(name, "")
        }
    }

    @Test func `one that is wrong is a fault where IAM is asked, and nowhere else`() throws {
        let wrong = ["HW_AUTH_URL": "iam.example"]
        _ = try Harness(environment: FakeEnvironment(wrong)).start()
        let user = ["HW_USER_NAME": "u", "HW_USER_PASSWORD": "p", "HW_DOMAIN_NAME": "d"]
        let bench = try Harness(
            configuration: "", environment: FakeEnvironment(wrong.merging(user) { one, _ in one }))
        #expect(try #require(bench.failure()).violations.map(\.path) == ["HW_AUTH_URL"])
    }
}
