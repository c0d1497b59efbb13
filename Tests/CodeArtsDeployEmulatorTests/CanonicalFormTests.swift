import CodeArtsDeployEmulator
import NIOHTTP1
import Testing

/// The vectors are those of the signing guide, and others that were made with the official signer.
@Suite struct CanonicalFormTests {
    private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test func `the guide's example is taken apart as the guide does`() throws {
        let headers: HTTPHeaders = [
            "Content-Type": "application/json", "X-Sdk-Date": "20191115T033655Z", "Accept": "*/*",
            "Host": "service.region.example.com",
        ]
        let target = "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0"
        let form = try #require(
            CanonicalForm(
                method: "GET", target: target, headers: headers, body: [],
                signed: ["content-type", "host", "x-sdk-date"]))
        #expect(
            form.text == """
                GET
                /v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs/
                limit=2&marker=13551d6b-755d-4757-b956-536f674975c0
                content-type:application/json
                host:service.region.example.com
                x-sdk-date:20191115T033655Z

                content-type;host;x-sdk-date
                \(Self.empty)
                """)
    }

    @Test(
        arguments: [
            ("/", "/\n"), ("/a", "/a/\n"), ("/a/", "/a/\n"), ("/a//b", "/a//b/\n"), ("/a?", "/a/\n"),
            ("/a%2fb%20c", "/a/b%20c/\n"), ("/%7e%41-_.~", "/~A-_.~/\n"), ("/*+!", "/%2A%2B%21/\n"),
            ("/%zz%4", "/%25zz%254/\n"), ("/测", "/%E6%B5%8B/\n"),
            ("/a?name=%E6%B5%8B%20a%2Bb%2Fc&id=p~1", "/a/\nid=p~1&name=%E6%B5%8B%20a%2Bb%2Fc"),
            ("/a?b=2&a=%E4%B8%80&a=&z", "/a/\na=&a=%E4%B8%80&b=2&z="), ("/a?a=b+c", "/a/\na=b%20c"),
            ("/a?a=b=c?d", "/a/\na=b%3Dc%3Fd"), ("/a?aa=1&a=2&%E9=3&z=4", "/a/\na=2&aa=1&z=4&%EF%BF%BD=3"),
        ])
    func `path and query have one form, however they were sent`(target: String, form: String) {
        let canonical = CanonicalForm(method: "GET", target: target, headers: [:], body: [], signed: [])
        #expect(canonical?.text == "GET\n\(form)\n\n\n\(Self.empty)")
    }

    @Test func `headers are sorted, in lower case, without space around them`() {
        let headers: HTTPHeaders = ["X-B": " \tb, b \t", "x-a": "1", "X-A": "2", "X-C": ""]
        let form = CanonicalForm(method: "PUT", target: "/", headers: headers, body: [], signed: ["x-c", "x-b", "x-a"])
        #expect(form?.text == "PUT\n/\n\nx-a:1,2\nx-b:b, b\nx-c:\n\nx-a;x-b;x-c\n\(Self.empty)")
        #expect(CanonicalForm(method: "PUT", target: "/", headers: headers, body: [], signed: ["x-d"]) == nil)
    }

    @Test func `a body can be declared as not signed, by a header that is signed`() {
        let name = "x-sdk-content-sha256"
        let payload = { (body: String, value: String, signed: [String]) in
            CanonicalForm(
                method: "PUT", target: "/", headers: [name: value], body: Array(body.utf8), signed: signed)?
                .text.split(separator: "\n").last.map(String.init)
        }
        let hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        #expect(payload("{}", "UNSIGNED-PAYLOAD", [name]) == "UNSIGNED-PAYLOAD")
        #expect(payload("{}", "UNSIGNED-PAYLOAD", []) == hash)
        #expect(payload("{}", "other", [name]) == hash)
        #expect(payload("", "UNSIGNED-PAYLOAD", [name]) == Self.empty)
    }
}
