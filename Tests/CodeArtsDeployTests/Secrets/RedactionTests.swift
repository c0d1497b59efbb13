import CPlatform
@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// A service that repeats a secret must not put it into somebody's log.
@Suite struct RedactionTests {
    private let token = "MIIDkgYJKoZIhvcNAQ"

    /// The error document of a call whose service answers with these words.
    private func document(echoing words: String, params: String = "", httpStatus: Int = 400) throws -> String {
        var json = JSONWriter()
        json.beginObject()
        for name in ["error_code", "error_msg", "request_id"] as [StaticString] { json.member(name, words) }
        json.endObject()
        let bench = try Harness(FakeTransport(httpStatus, text(json.bytes)), configuration: #""token":"\#(token)""#)
        return try text(#require(bench.failure(of: params)).document)
    }

    private func parameter(_ value: String, _ type: String = "encrypt", key: String = "k") -> String {
        #"{"key":"\#(key)","value":"\#(value)","type":"\#(type)"}"#
    }

    @Test(arguments: [200, 400, 401, 500])
    func `the token is masked wherever the service repeats it`(httpStatus: Int) throws {
        let document = try document(echoing: "bad token \(token), I said \(token)!", httpStatus: httpStatus)
        #expect(!document.contains(token) && document.contains("bad token ***, I said ***!"))
        let read = try root(bytes(document))
        for member in read.members { #expect(member.value.string?.contains(token) != true) }
        #expect(read["error_code"]?.string == "bad token ***, I said ***!")
        #expect(read["request_id"]?.string == "bad token ***, I said ***!")
    }

    @Test func `the token of the environment and that of the call are masked as well`() throws {
        let echo = FakeTransport(400, #"{"error_msg":"no \#(token)"}"#)
        let bare = try Harness(echo, configuration: "", environment: FakeEnvironment(["OS_AUTH_TOKEN": token]))
        #expect(bare.failure()?.errorMessage == "no ***")
        #expect(try Harness(echo, configuration: "").failure(token: token)?.errorMessage == "no ***")
    }

    @Test func `private values are masked, however they are spelt, and public ones are not`() throws {
        let params = [
            parameter(#"hun\u0074er\"2\n"#), parameter("version-1.2.3", "text", key: "v"),
            parameter("Schlüssel", key: "s"),
        ]
        let document = try document(
            echoing: "got hunter\"2\n and version-1.2.3 and Schlüssel",
            params: "\"params\":[\(params.joined(separator: ","))]")
        #expect(!document.contains("hunter") && !document.contains("Schl"))
        #expect(document.contains("got *** and version-1.2.3 and ***"))
    }

    @Test func `a secret that contains another is masked whole`() throws {
        for values in [["abcd", "abcdefgh"], ["abcdefgh", "abcd"], ["efgh", "abcdefgh"], ["abcdefgh", "efgh"]] {
            let params = values.enumerated().map { parameter($1, key: "k\($0)") }.joined(separator: ",")
            #expect(try document(echoing: "<abcdefgh>", params: "\"params\":[\(params)]").contains("<***>"))
        }
    }

    @Test func `secrets that overlap are masked as one`() throws {
        for values in [["abcdefgh", "efghijkl"], ["efghijkl", "abcdefgh"]] {
            let params = values.enumerated().map { parameter($1, key: "k\($0)") }.joined(separator: ",")
            let document = try document(
                echoing: "<abcdefghijkl> <efghijkl> <abcdefghefghijkl>", params: "\"params\":[\(params)]")
            #expect(document.contains("<***> <***> <******>"))
        }
    }

    @Test func `of a long text the beginning is kept, and no part of a secret or of a character at its end`() throws {
        let value = String(repeating: "s", count: 5000)
        for start in 4090...4100 {
            let words = String(repeating: "ä", count: start / 2) + value
            let bench = try Harness(FakeTransport(400, #"{"error_msg":"\#(words)"}"#))
            let kept = try #require(bench.failure(of: "\"params\":[\(parameter(value))]")?.errorMessage)
            let isBefore = start / 2 * 2 < 4096
            #expect(kept == String(repeating: "ä", count: min(start / 2, 2048)) + (isBefore ? "***…" : "…"))
        }
    }

    @Test func `a text as long as what is kept stays whole`() throws {
        let words = String(repeating: "x", count: 4096)
        #expect(try Harness(FakeTransport(400, #"{"error_msg":"\#(words)"}"#)).failure()?.errorMessage == words)
    }

    @Test func `many secrets and a long text take no time that anybody would notice`() {
        var redaction = Redaction()
        for number in 0..<200 { redaction.add(bytes("a very secret value \(number)")) }
        var error = DeployError(.service, "m")
        error.errorMessage = String(repeating: "a secret word ", count: 150_000)
        let start = platform_monotonic_ms()
        let kept = redaction.applied(to: error)
        #expect(kept.errorMessage?.utf8.count == 4096 + 3)
        #expect(platform_monotonic_ms() - start < 10_000)
    }

    @Test func `a private value so short that it would mask ordinary words is left`() throws {
        #expect(try document(echoing: "value abc", params: "\"params\":[\(parameter("abc"))]").contains("value abc"))
        #expect(try document(echoing: "value abcd", params: "\"params\":[\(parameter("abcd"))]").contains("value ***"))
        #expect(try document(echoing: "no", params: "\"params\":[\(parameter(""))]").contains(#""error_msg":"no""#))
    }

    @Test func `a reason of the network is masked too`() throws {
        let failure = TransportFailure(.badResponse, "Unexpected \(token)", wasWritten: true, requestID: token)
        let bench = try Harness(FakeTransport(failing: failure), configuration: #""token":"\#(token)""#)
        let error = try #require(bench.failure())
        #expect(error.message.hasPrefix("Unexpected ***. ") && error.requestID == "***")
    }

    @Test func `no fault of a request shows a token or a value`() throws {
        let bench = try Harness(configuration: #""token":"\#(token)""#)
        for params in [
            parameter("hunter2{{"), parameter("hunter2") + "," + parameter("hunter2"), parameter("hunter2", "hunter2"),
        ] {
            let document = text(try #require(bench.failure(of: "\"params\":[\(params)]")).document)
            #expect(!document.contains("hunter2") && !document.contains(token))
        }
        #expect(bench.transport.sent.isEmpty)
        let refused = try #require(refusal(of: #"{"token":"\#(token)\n","proxy":"http://u:hunter2@p\n"}"#))
        #expect(!text(refused.document).contains(token) && !text(refused.document).contains("hunter2"))
    }
}
