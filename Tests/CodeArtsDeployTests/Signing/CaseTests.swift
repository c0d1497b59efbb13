@testable import CodeArtsDeploy
import Foundation
import Testing
@testable import FakeNetwork

/// One folder of the fixtures: a request and every stage of its signature, as the official SDK makes them.
struct SigningCase: CustomTestStringConvertible {
    let name: String

    static let all =
        ((try? FileManager.default.contentsOfDirectory(atPath: SigningFixtures.folder.path)) ?? [])
        .filter { !$0.contains(".") }.sorted().map { SigningCase(name: $0) }

    var testDescription: String { name }

    /// request.json
    struct Request: Decodable {
        let ak: String
        let sk: String
        let security_token: String?
        let date: String
        let host: String
        /// Two of the published signatures leave it out.
        let signs_host: Bool
        let method: String
        let path: String
        let query: [[String]]
        let headers: [String: String]
        let body: String
    }

    func request() throws -> Request { try JSONDecoder().decode(Request.self, from: data("request.json")) }

    /// Stops where a stage is not, byte for byte, what its file has.
    func require(_ found: String, is file: String) throws {
        let expected = [UInt8](try data(file))
        try #require(bytes(found) == expected, "\(file) should be:\n\(text(expected))\nbut is:\n\(found)")
    }

    private func data(_ file: String) throws -> Data {
        try Data(contentsOf: SigningFixtures.folder.appending(path: "\(name)/\(file)"))
    }
}

extension SigningCase.Request {
    var wire: WireRequest {
        get throws {
            try WireRequest(
                method: method, url: "https://\(host)\(path)", query: query.map { QueryItem($0[0], $0[1]) },
                headers: CodeArtsDeployTests.headers(headers.map { ($0.key, $0.value) }), body: bytes(body))
        }
    }

    var signer: Signer {
        get throws { try Signer(accessKey: ak, secretKey: secret(sk), securityToken: security_token.map(secret)) }
    }

    var unixSeconds: Int64 {
        get throws {
            let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt)
            return Int64(try style.parse(date).timeIntervalSince1970)
        }
    }
}

extension Signing {
    @Suite struct CaseTests {
        @Test func `the fixtures are there`() {
            #expect(SigningCase.all.count == 27)
        }

        @Test(arguments: SigningCase.all)
        func `every stage is the official signer's`(_ signingCase: SigningCase) throws {
            let request = try signingCase.request()
            let signer = try request.signer
            let signed = signer.signed(try request.wire, at: try request.unixSeconds)
            let date = SigningDate(unixSeconds: try request.unixSeconds)
            #expect(signed["X-Sdk-Date"] == request.date)
            #expect(signed["X-Security-Token"] == request.security_token)

            let onlyDate = RequestHeaders([RequestHeader(prefix: "X-Sdk-Date: ", checked: date.text)])
            let canonical =
                request.signs_host ? CanonicalRequest(signed) : CanonicalRequest(signed, signing: onlyDate)
            try signingCase.require(canonical.text, is: "canonical_request.txt")
            let stringToSign = StringToSign(date: date, canonical: canonical.digest)
            try signingCase.require(stringToSign.text, is: "string_to_sign.txt")
            let authorization = text(signer.authorization(of: stringToSign, canonical))
            try signingCase.require(authorization, is: "authorization.txt")
            if request.signs_host { #expect(signed["Authorization"] == authorization) }
        }
    }
}
