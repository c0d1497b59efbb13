@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// Where the endpoint comes from. Endpoint and region are one group.
@Suite struct EndpointSourceTests {
    private let override = "HUAWEICLOUD_SDK_REGION_CODEARTSDEPLOY_CN_NORTH_4"

    private func url(_ members: String = "", _ environment: FakeEnvironment = FakeEnvironment()) throws -> String {
        try Configuration(bytes("{\(members)}"), environment: environment).endpoint.url
    }

    @Test func `with neither given nor set there is none, and both ways out are named`() throws {
        let error = try #require(refusal(of: "{}"))
        #expect(error.status == .configuration)
        for name in ["\"endpoint\"", "\"region\"", "CODEARTS_DEPLOY_ENDPOINT", "CODEARTS_DEPLOY_REGION"] {
            #expect(error.message.contains(name))
        }
    }

    @Test func `where either is given, neither is read from the environment`() throws {
        let environment = FakeEnvironment([
            "CODEARTS_DEPLOY_ENDPOINT": "https://other.example", "CODEARTS_DEPLOY_REGION": "cn-east-3",
        ])
        #expect(
            try url(#""region":"cn-north-4""#, environment) == "https://codearts-deploy.cn-north-4.myhuaweicloud.com")
        #expect(try url(#""endpoint":"https://mine.example""#, environment) == "https://mine.example")
        #expect(
            try url(#""endpoint":"https://mine.example","region":"cn-north-4""#, environment) == "https://mine.example")
    }

    @Test func `of the variables the endpoint goes before the regions, and those come in their order`() throws {
        let names = ["CODEARTS_DEPLOY_REGION", "HW_REGION_NAME", "OS_REGION_NAME"]
        let regions = ["cn-north-1", "cn-east-2", "cn-south-1"]
        let environment = FakeEnvironment(Dictionary(uniqueKeysWithValues: zip(names, regions)))
        environment.set("CODEARTS_DEPLOY_ENDPOINT", "https://other.example/")
        #expect(try url("", environment) == "https://other.example")
        environment.set("CODEARTS_DEPLOY_ENDPOINT", "")
        for (name, region) in zip(names, regions) {
            #expect(try url("", environment) == "https://codearts-deploy.\(region).myhuaweicloud.com")
            environment.set(name, "")
        }
        #expect(throws: DeployError.self) { try url("", environment) }
    }

    @Test(arguments: [
        "cn-north-4", "cn-north-1", "cn-east-2", "cn-east-3", "cn-south-1", "ap-southeast-3", "la-north-2",
        "sa-brazil-1", "tr-west-1",
    ])
    func `a region has its endpoint`(region: String) throws {
        #expect(try url(#""region":"\#(region)""#) == "https://codearts-deploy.\(region).myhuaweicloud.com")
    }

    @Test func `the European region ends with eu`() throws {
        #expect(try url(#""region":"eu-west-101""#) == "https://codearts-deploy.eu-west-101.myhuaweicloud.eu")
    }

    @Test(arguments: ["cn-north-9", "CN-NORTH-4", "cn_north_4", "cn-north-4 ", "eu-west-1"])
    func `an unknown region is refused and the known ones are listed`(region: String) throws {
        let error = try #require(refusal(of: #"{ "region":"\#(region)"}"#))
        #expect(error.violations.map(\.path) == ["region"] && error.violations.map(\.rule) == [.enum])
        #expect(error.violations.first?.position == TextPosition(line: 1, column: 12))
        #expect(error.message.contains("cn-north-4, cn-north-1, ") && error.message.contains("eu-west-101"))
        let set = try #require(refusal(of: "{}", FakeEnvironment(["HW_REGION_NAME": region])))
        #expect(set.violations.map(\.path) == ["HW_REGION_NAME"] && set.violations.first?.position == nil)
    }

    @Test func `the official SDK's variable sets the endpoint of a region, also of one that nobody else knows`() throws
    {
        let environment = FakeEnvironment([
            override: "https://private.example/deploy", "CODEARTS_DEPLOY_REGION": "cn-north-4",
        ])
        #expect(try url(#""region":"cn-north-4""#, environment) == "https://private.example/deploy")
        #expect(try url("", environment) == "https://private.example/deploy")
        #expect(try url(#""region":"cn-east-3""#, environment) == "https://codearts-deploy.cn-east-3.myhuaweicloud.com")
        environment.set("HUAWEICLOUD_SDK_REGION_CODEARTSDEPLOY_MY_CLOUD_1", "https://mine.example")
        #expect(try url(#""region":"my-cloud-1""#, environment) == "https://mine.example")
    }

    @Test func `a variable's endpoint is checked like any other, under its own name`() {
        #expect(
            rules(in: "{}", FakeEnvironment(["CODEARTS_DEPLOY_ENDPOINT": "mine.example"])) == [
                "CODEARTS_DEPLOY_ENDPOINT: pattern"
            ])
        #expect(
            rules(in: "{}", FakeEnvironment(["CODEARTS_DEPLOY_ENDPOINT": "http://a.example"])) == [
                "CODEARTS_DEPLOY_ENDPOINT: forbidden"
            ])
        let environment = FakeEnvironment([override: "ftp://private.example"])
        #expect(rules(in: #"{"region":"cn-north-4"}"#, environment) == ["\(override): pattern"])
        environment.set(override, [0x68, 0xFF])
        #expect(rules(in: #"{"region":"cn-north-4"}"#, environment) == ["\(override): encoding"])
        environment.set("CODEARTS_DEPLOY_REGION", [0xFF])
        #expect(rules(in: "{}", environment) == ["CODEARTS_DEPLOY_REGION: encoding"])
    }
}
