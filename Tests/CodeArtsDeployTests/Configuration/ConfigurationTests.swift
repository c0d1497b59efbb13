@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

@Suite struct ConfigurationTests {
    private func configuration(_ members: String) throws -> Configuration {
        try Configuration(
            bytes(#"{"endpoint":"\#(endpoint)"\#(members.isEmpty ? "" : ",")\#(members)}"#),
            environment: FakeEnvironment())
    }

    private func rules(_ members: String) -> [String] {
        FakeNetwork.rules(in: #"{"endpoint":"\#(endpoint)",\#(members)}"#)
    }

    @Test func `what is not given has the documented default`() throws {
        let read = try configuration("")
        #expect(read.connectTimeoutMS == 10_000 && read.timeoutMS == 60_000 && read.maxResponseBytes == 8_388_608)
        #expect(read.credential == nil && read.proxy == nil && read.trust == nil && read.userAgent == nil)
    }

    @Test func `what is given is taken`() throws {
        let read = try Configuration(
            bytes(
                """
                {"endpoint":"\(endpoint)","token":"t\\u00e9","connect_timeout_ms":1,"timeout_ms":2,"max_response_bytes":1024,
                 "proxy":"http://u:p@h:1","ca_file":"/ca.pem","user_agent":"mine/1"}
                """), environment: FakeEnvironment(files: ["/ca.pem"]))
        #expect(read.connectTimeoutMS == 1 && read.timeoutMS == 2 && read.maxResponseBytes == 1024)
        guard case .fixed(.token(let token)) = read.credential else { throw Missing() }
        #expect(text(token.header.line) == "X-Auth-Token: té")
        #expect(try text(#require(read.proxy)) == "http://u:p@h:1")
        #expect(read.trust == TrustStore(file: bytes("/ca.pem")) && read.userAgent == "mine/1")
    }

    @Test func `an empty proxy means none`() throws {
        #expect(try text(#require(configuration(#""proxy":"""#).proxy)) == "")
    }

    @Test(arguments: [
        ("connect_timeout_ms", 1, 600_000), ("timeout_ms", 1, 3_600_000), ("max_response_bytes", 1024, 1_073_741_824),
    ])
    func `a number has its limits`(name: String, low: Int, high: Int) {
        #expect(rules(#""\#(name)":\#(low)"#) == [] && rules(#""\#(name)":\#(high)"#) == [])
        for json in ["\(low - 1)", "\(high + 1)", "-1", "1e3", "2000.0", "99999999999999999999"] {
            #expect(rules(#""\#(name)":\#(json)"#) == ["\(name): range"])
        }
        for json in [#""2000""#, "null", "true", "[]"] { #expect(rules(#""\#(name)":\#(json)"#) == ["\(name): type"]) }
    }

    @Test(arguments: [
        ("token", 1, 20_000), ("proxy", 0, 4096), ("user_agent", 1, 256), ("region", 1, 4096), ("ca_file", 1, 4096),
    ])
    func `a text has its limits`(name: String, low: Int, high: Int) {
        func faults(_ count: Int, _ more: String = "") -> [String] {
            rules(#""\#(name)":"\#(String(repeating: "x", count: count))\#(more)""#).filter {
                $0 != "\(name): forbidden"
            }
        }
        #expect(faults(low) == [] && faults(high) == [])
        #expect(faults(high + 1) == ["\(name): length"])
        if low > 0 { #expect(faults(0) == ["\(name): length"]) }
        for control in [#"\n"#, #"\u0000"#, #"\u007f"#] { #expect(faults(5, control) == ["\(name): pattern"]) }
        for json in ["5", "null", "true", "{}"] { #expect(rules(#""\#(name)":\#(json)"#) == ["\(name): type"]) }
    }

    @Test(arguments: ["1", "0", "null", #""true""#])
    func `allow_http is true or false`(json: String) {
        #expect(rules(#""allow_http":\#(json)"#) == ["allow_http: type"])
    }

    @Test(arguments: [
        ("endpont", "endpoint"), ("time_out_ms", "timeout_ms"), ("Region", "region"), ("cafile", "ca_file"),
        ("tokn", "token"),
        ("useragent", "user_agent"), ("allow_https", "allow_http"), ("max_response_byte", "max_response_bytes"),
        ("proxi", "proxy"),
    ])
    func `an unknown member is refused and the nearest is named`(typed: String, meant: String) {
        let error = refusal(of: #"{"\#(typed)":1}"#)
        #expect(error?.violations.map(\.rule) == [.unknownField])
        #expect(error?.violations.first?.message == "There is no \(typed) here. Did you mean \(meant)?")
    }

    @Test func `every fault is reported at once, with its place`() throws {
        let error = try #require(
            refusal(
                of: "{\n\"timeout_ms\": 0,\n\"token\": \"\", \"verify\": false,\n\"endpoint\": 5, \"timeout_ms\": 1}"))
        #expect(error.status == .configuration && error.outcome == nil)
        #expect(
            error.violations.map { "\($0.path): \($0.rule.name) \($0.position?.line ?? 0):\($0.position?.column ?? 0)" }
                == [
                    "timeout_ms: range 2:15", "token: length 3:10", "verify: unknown_field 3:14", "endpoint: type 4:13",
                    "timeout_ms: duplicate 4:16",
                ])
        #expect(error.message.hasPrefix("The configuration has 5 faults; nothing was sent. The first: timeout_ms: "))
    }

    @Test func `a fault that only a look at the value shows is reported beside the others`() {
        #expect(
            FakeNetwork.rules(in: #"{"endpoint":"ftp://x","ca_file":"/not/there","timeout_ms":0}"#).sorted()
                == ["ca_file: forbidden", "endpoint: pattern", "timeout_ms: range"])
        #expect(
            FakeNetwork.rules(in: #"{"region":"mars","ca_file":"/not/there"}"#).sorted()
                == ["ca_file: forbidden", "region: enum"])
    }

    @Test(arguments: ["", "{", "[]", "null", #""text""#, "{}x", "\u{FEFF}{}"])
    func `what is no JSON object is no configuration`(text: String) {
        let error = refusal(of: text, FakeEnvironment(["CODEARTS_DEPLOY_ENDPOINT": endpoint]))
        #expect(error?.status == .configuration && error?.violations.count == 1)
    }
}
