@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// http would send the token in clear: to this machine it may, elsewhere only where that is said.
@Suite struct LoopbackTests {
    private static let here = [
        "localhost", "LOCALHOST", "LocalHost", "127.0.0.1", "127.0.0.2", "127.255.255.255", "127.1.2.3", "[::1]",
    ]
    private static let elsewhere = [
        "127.0.0.1.evil.com", "localhost.evil.com", "evil.com", "localhost.", "xlocalhost", "localhostx", "127.0.0.1.",
        ".127.0.0.1",
        "127.0.0", "127.0.0.256", "127.0.0.1000", "127.0.0.x", "127.0.0.-1", "127.-0.0.1", "127..0.1", "128.0.0.1",
        "1127.0.0.1",
        "27.0.0.1", "127.0.0.0.1", "0.0.0.0", "10.0.0.1", "0127.0.0.1", "[::2]", "[::]", "[::1.evil]",
        "[::ffff:127.0.0.1]", "127-0-0-1.evil.com",
        "[127.0.0.1]", "localhost_", "127.0.0.1-evil.com",
    ]

    @Test(arguments: here)
    func `http may be used to this machine`(host: String) throws {
        for suffix in ["", ":8080", "/path", ":8080/path"] {
            #expect(try Endpoint("http://\(host)\(suffix)").isLoopback)
            #expect(rules(in: #"{"endpoint":"http://\#(host)\#(suffix)"}"#) == [])
        }
    }

    @Test(arguments: elsewhere)
    func `what only looks like this machine is another one`(host: String) throws {
        #expect(try !Endpoint("http://\(host)").isLoopback)
        #expect(rules(in: #"{"endpoint":"http://\#(host)"}"#) == ["endpoint: forbidden"])
        #expect(rules(in: #"{"endpoint":"HTTP://\#(host)"}"#) == ["endpoint: forbidden"])
        #expect(rules(in: #"{"endpoint":"https://\#(host)"}"#) == [])
    }

    @Test func `http to another machine needs allow_http`() {
        let endpoint = #""endpoint":"http://intranet.example""#
        #expect(rules(in: "{\(endpoint),\"allow_http\":true}") == [])
        #expect(rules(in: "{\(endpoint),\"allow_http\":false}") == ["endpoint: forbidden"])
        #expect(refusal(of: "{\(endpoint)}")?.message.contains("allow_http") == true)
        let environment = FakeEnvironment(["CODEARTS_DEPLOY_ENDPOINT": "http://intranet.example"])
        #expect(rules(in: #"{"allow_http":true}"#, environment) == [])
        #expect(rules(in: "{}", environment) == ["CODEARTS_DEPLOY_ENDPOINT: forbidden"])
    }

    @Test func `no user name makes another machine look like this one`() {
        for endpoint in ["http://localhost@evil.com", "http://127.0.0.1:80@evil.com", #"http://localhost\\@evil.com"#] {
            #expect(rules(in: #"{"endpoint":"\#(endpoint)"}"#) == ["endpoint: pattern"])
        }
    }
}
