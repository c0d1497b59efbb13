@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

@Suite struct EndpointTests {
    private func rules(_ endpoint: String, _ more: String = "") -> [String] {
        FakeNetwork.rules(in: #"{"endpoint":"\#(endpoint)"\#(more)}"#)
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example"), ("https://a.example/", "https://a.example"),
        ("HTTPS://A.example", "HTTPS://A.example"),
        ("https://a.example:8443", "https://a.example:8443"), ("https://a.example:1/p/q//", "https://a.example:1/p/q"),
        ("https://10.0.0.1:65535", "https://10.0.0.1:65535"),
        ("https://[2001:db8::1]:443/x", "https://[2001:db8::1]:443/x"),
        ("https://my_host-1", "https://my_host-1"), ("https://a.example/..x/.y/z..", "https://a.example/..x/.y/z.."),
    ])
    func `a base URL is taken, without the slashes at its end`(given: String, url: String) throws {
        #expect(try Endpoint(given).url == url)
        #expect(rules(given) == [])
    }

    @Test(arguments: [
        "", "a.example", "//a.example", "ftp://a.example", "https:/a.example", "https//a.example", "https:a.example",
        "file:///etc",
        " https://a.example", "https://", "https:///path", "https://:443", "httpss://a.example",
        "https:\u{F}\u{F}a.example",
        "https\u{1A}//a.example", "gopher://a.example", "unix:/socket", "javascript:https://",
    ])
    func `what does not start like one is refused`(given: String) {
        #expect(throws: Endpoint.Fault.self) { try Endpoint(given) }
    }

    @Test(arguments: [
        "https://user@a.example", "https://user:password@a.example", "https://@a.example", "https://:@a.example",
        "https://127.0.0.1@evil.example", "https://a.example:443@evil.example",
    ])
    func `a user name or password is refused`(given: String) {
        #expect(rules(given) == ["endpoint: pattern"])
        #expect(refusal(of: #"{"endpoint":"\#(given)"}"#)?.message.contains("user name or password") == true)
    }

    @Test(arguments: [
        "https://a.example?x=1", "https://a.example/?x=1", "https://a.example/p?", "https://a.example#f",
        "https://a.example/#",
        "https://a.example/a b", "https://a.example/a\u{E9}", #"https://a.example/a\\b"#, "https://a.example/p%3F#",
    ])
    func `a query, a fragment and special characters are refused`(given: String) {
        #expect(rules(given) == ["endpoint: pattern"])
    }

    @Test(arguments: ["/..", "/.", "/../x", "/x/../y", "/x/./y", "/x/..", "//..//x"])
    func `dot segments in the path are refused`(path: String) {
        #expect(rules("https://a.example\(path)") == ["endpoint: pattern"])
        #expect(refusal(of: #"{"endpoint":"https://a.example\#(path)"}"#)?.message.contains("no . and ..") == true)
    }

    @Test(arguments: [
        "https://a.example:", "https://a.example:0", "https://a.example:65536", "https://a.example:-1",
        "https://a.example:+443",
        "https://a.example:4a", "https://a.example:443:443", "https://a.example: 443",
        "https://a.example:99999999999999999999",
        "https://[::1]443", "https://[::1]:x",
    ])
    func `a port is a number from 1 to 65535`(given: String) {
        #expect(rules(given) == ["endpoint: pattern"])
    }

    @Test(arguments: [
        "https://a b.example", "https://a%2eexample", "https://ä.example", "https://a,b", "https://a;b", "https://[::1",
        "https://a$b",
        #"https://a\\b"#, "https://a'b", "https://a(b", "https://*.example", "https://a&b",
    ])
    func `a host has only characters that hosts have`(given: String) {
        #expect(rules(given) == ["endpoint: pattern"])
    }
}
