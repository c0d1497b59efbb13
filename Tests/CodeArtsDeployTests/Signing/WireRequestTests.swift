@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

extension Signing {
    @Suite struct WireRequestTests {
        @Test(arguments: [
            ("https://deploy.example/v2/a", "deploy.example"), ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
            ("https://[::1]:8443/a@b:c", "[::1]:8443"), ("https://deploy.example/base/v2//a/../b", "deploy.example"),
        ])
        func `the URL is sent as it was given, and Host is its own`(url: String, host: String) throws {
            let request = try WireRequest(method: "POST", url: url)
            #expect(request.url == url)
            #expect(request["Host"] == host)
        }

        @Test func `a Host of one's own gives way to that of the URL`() throws {
            let request = try WireRequest(
                method: "GET", url: "https://deploy.example/a", headers: headers([("host", "other.example")]))
            #expect(request.headers.all.map { text($0.line) } == ["Host: deploy.example"])
        }

        @Test func `the query is sent sorted and escaped, repeated names and all`() throws {
            let request = try WireRequest(
                method: "GET", url: "https://deploy.example/a",
                query: [
                    QueryItem("b", "2"), QueryItem("name", "a b+c/d"), QueryItem("b", "10"), QueryItem("B", ""),
                    QueryItem("é", "~"),
                ])
            #expect(request.url == "https://deploy.example/a?B=&b=10&b=2&name=a%20b%2Bc%2Fd&%C3%A9=~")
        }

        @Test(arguments: [
            "", "/v2/a", "deploy.example/a", "ftp://deploy.example/a", "https://", "https:///a",
            "https://deploy.example",
            "https://user@deploy.example/a", "https://deploy.example/a?b=c", "https://deploy.example/a#b",
            "https://deploy.example/a b", "https://deploy.example/a\r\nX-Other: 1", "https://deploy.example/é",
            "https://deploy.example/\0",
        ])
        func `what is no URL, or would be another one on the wire, is refused`(url: String) {
            let error = failure { () throws(DeployError) in try WireRequest(method: "POST", url: url) }
            #expect(error?.violations.map(\.path) == ["url"])
        }

        @Test(arguments: ["", "PO ST", "POST\r\n", "ПОСТ", "G3T"])
        func `what is no method is refused`(method: String) {
            let error = failure { () throws(DeployError) in
                try WireRequest(method: method, url: "https://deploy.example/a")
            }
            #expect(error?.violations.map(\.path) == ["method"])
        }

        @Test(arguments: [
            ("", "a"), ("A B", "a"), ("A:", "a"), ("A\n", "a"), ("Ä", "a"), ("A", "a\r\nB: c"), ("A", "a\0b"),
            ("A", "a\u{7F}"),
            ("A", "a\tb"),
        ])
        func `no header can bring another line along`(name: String, value: String) {
            #expect(failure { () throws(DeployError) in try RequestHeader(name, value) }?.status == .validation)
        }

        @Test func `a header is sent without the space around its value`() throws {
            #expect(text(try RequestHeader("X-Pad", " \t a  b \t").line) == "X-Pad: a  b")
            #expect(text(try RequestHeader("X-Empty", "  ").line) == "X-Empty: ")
        }

        @Test func `headers are kept in the order of their names, the last of a name alone`() throws {
            let lines = try headers([("b", "1"), ("A-b", "2"), ("A", "3"), ("B", "4"), ("a_c", "5"), ("AB", "6")])
            #expect(lines.all.map { text($0.line) } == ["A: 3", "A-b: 2", "a_c: 5", "AB: 6", "B: 4"])
        }
    }
}
