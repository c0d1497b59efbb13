@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import PlayedNetwork

/// A file that is named and cannot be read is a fault: trusting other certificates instead would surprise.
@Suite struct CAFileTests {
    private func file(_ members: String, _ environment: FakeEnvironment) throws -> String? {
        try Configuration(bytes(#"{"endpoint":"\#(endpoint)"\#(members)}"#), environment: environment).caFile
    }

    @Test func `a file that is given goes before the variables, and those come in their order`() throws {
        let environment = FakeEnvironment(
            ["SSL_CERT_FILE": "/first.pem", "CURL_CA_BUNDLE": "/second.pem"],
            files: ["/given.pem", "/first.pem", "/second.pem"])
        #expect(try file(#","ca_file":"/given.pem""#, environment) == "/given.pem")
        #expect(try file("", environment) == "/first.pem")
        environment.set("SSL_CERT_FILE", "")
        #expect(try file("", environment) == "/second.pem")
        environment.set("CURL_CA_BUNDLE", "")
        #expect(try file("", environment) == nil)
    }

    @Test func `a file that cannot be read is refused, and none takes its place`() throws {
        let environment = FakeEnvironment(["CURL_CA_BUNDLE": "/second.pem"], files: ["/second.pem"])
        let given = try #require(refusal(of: #"{"endpoint":"\#(endpoint)","ca_file":"/nowhere.pem"}"#, environment))
        #expect(given.status == .configuration && given.violations.map(\.path) == ["ca_file"])
        #expect(given.message.contains("/nowhere.pem"))
        environment.set("SSL_CERT_FILE", "/nowhere.pem")
        #expect(rules(in: #"{"endpoint":"\#(endpoint)"}"#, environment) == ["SSL_CERT_FILE: forbidden"])
    }
}
