@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// A file that is named and cannot be read is a fault: trusting other certificates instead would surprise.
@Suite struct CAFileTests {
    private func trust(_ members: String, _ environment: FakeEnvironment) throws -> TrustStore? {
        try Configuration(bytes(#"{"endpoint":"\#(endpoint)"\#(members)}"#), environment: environment).trust
    }

    @Test func `what is given goes before the variables, and those come in curl's order`() throws {
        let environment = FakeEnvironment(
            [
                "CURL_CA_BUNDLE": "/first.pem", "SSL_CERT_FILE": "/second.pem", "SSL_CERT_DIR": "/certs",
                "REQUESTS_CA_BUNDLE": "/third.pem",
            ], files: ["/given.pem", "/first.pem", "/second.pem", "/third.pem"], folders: ["/certs", "/more"])
        #expect(try trust(#","ca_file":"/given.pem""#, environment) == TrustStore(file: bytes("/given.pem")))
        #expect(try trust("", environment) == TrustStore(file: bytes("/first.pem")))
        environment.set("CURL_CA_BUNDLE", "")
        #expect(try trust("", environment) == TrustStore(file: bytes("/second.pem"), folder: bytes("/certs")))
        environment.set("SSL_CERT_FILE", "")
        #expect(try trust("", environment) == TrustStore(folder: bytes("/certs")))
        environment.set("SSL_CERT_DIR", "")
        #expect(try trust("", environment) == TrustStore(file: bytes("/third.pem")))
        environment.set("REQUESTS_CA_BUNDLE", "/more")
        #expect(try trust("", environment) == TrustStore(folder: bytes("/more")))
        environment.set("REQUESTS_CA_BUNDLE", "")
        #expect(try trust("", environment) == nil)
    }

    @Test(arguments: [
        "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "ca_file",
    ])
    func `what cannot be used is named`(name: String) {
        var unusable = ["/nowhere", "/no.pem"]
        unusable.append(name == "SSL_CERT_DIR" ? "/a.pem" : name == "REQUESTS_CA_BUNDLE" ? "/nowhere/too" : "/certs")
        for path in unusable {
            let environment = FakeEnvironment(files: ["/a.pem"], folders: ["/certs"], texts: ["/no.pem": "not a PEM\n"])
            let member = name == "ca_file" ? #","ca_file":"\#(path)""# : ""
            if member.isEmpty { environment.set(name, path) }
            let error = refusal(of: #"{"endpoint":"\#(endpoint)"\#(member)}"#, environment)
            #expect(error?.status == .configuration && error?.violations.map(\.path) == [name])
            #expect(error?.message.contains(path) == true)
        }
    }

    @Test func `a file that cannot be read is refused, and none takes its place`() throws {
        let environment = FakeEnvironment(["CURL_CA_BUNDLE": "/second.pem"], files: ["/second.pem"])
        let given = try #require(refusal(of: #"{"endpoint":"\#(endpoint)","ca_file":"/nowhere.pem"}"#, environment))
        #expect(given.status == .configuration && given.violations.map(\.path) == ["ca_file"])
        #expect(given.message.contains("/nowhere.pem"))
        environment.set("CURL_CA_BUNDLE", "/nowhere.pem")
        #expect(rules(in: #"{"endpoint":"\#(endpoint)"}"#, environment) == ["CURL_CA_BUNDLE: forbidden"])
    }
}
