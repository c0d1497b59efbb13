import CodeArtsDeploy
import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Foundation
import NIOHTTP1
import Testing

/// A line of Fixtures/signing/requests.jsonl: a request as it is sent, and what the official SDK makes of it.
private struct OfficialRequest {
    let method: String
    let target: String
    let headers: HTTPHeaders
    let body: [UInt8]
    /// The first digits of the canonical form's hash.
    let digest: String

    init(_ line: Data) throws {
        let json = try JSONDocument(parsing: Array(line)).root
        let values = json.elements.map { $0 }
        let texts = values.map { $0.string ?? "" }
        let seconds = try #require(values[1].integer)
        var headers = HTTPHeaders(
            values[6].elements.map { pair in
                let pair = pair.elements.map { $0.string ?? "" }
                return (pair[0], pair[1])
            })
        body = Array(texts[8].utf8)
        let type = headers.first(name: "Content-Type") ?? ""
        if !type.isEmpty, !type.hasPrefix("application/json"), !type.hasPrefix("application/bson") {
            headers.add(name: "X-Sdk-Content-Sha256", value: "UNSIGNED-PAYLOAD")
        }
        headers.add(name: "Host", value: texts[2])
        headers.add(name: "X-Sdk-Date", value: Self.date(seconds))
        if !texts[7].isEmpty { headers.add(name: "X-Security-Token", value: texts[7]) }
        self.headers = headers
        method = texts[3].uppercased()
        target = texts[4] + texts[9]
        digest = texts[10]
    }

    private static func date(_ seconds: Int) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyyMMdd'T'HHmmss'Z'"
        return formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
    }
}

@Suite struct OfficialSignerTests {
    @Test func `2,000 random requests have the canonical form that the official SDK signed`() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let fixture = try Data(contentsOf: tests.appendingPathComponent("Fixtures/signing/requests.jsonl"))
        // The first line has the keys, which are not needed here.
        let lines = fixture.split(separator: UInt8(ascii: "\n")).dropFirst()
        #expect(lines.count == 2000)
        for (index, line) in lines.enumerated() {
            let request = try OfficialRequest(line)
            let form = try #require(
                CanonicalForm(
                    method: request.method, target: request.target, headers: request.headers, body: request.body,
                    // The SDK signs all headers but those.
                    signed: request.headers.map(\.name).filter { !$0.contains("_") }))
            var digits: [UInt8] = []
            SHA256.digest(of: Array(form.text.utf8)).appendHexadecimal(to: &digits)
            #expect(digits.starts(with: request.digest.utf8), "line \(index + 2): \(form.text)")
        }
    }
}
