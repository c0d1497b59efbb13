@testable import CodeArtsDeploy
import Foundation
import Testing
@testable import FakeNetwork

/// Everything about signatures, from the hash up. The fixtures are written by Scripts/signing-fixtures.
@Suite enum Signing {}

enum SigningFixtures {
    static let folder =
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/signing")
        .standardizedFileURL

    static func lines(_ name: String) throws -> [Substring] {
        try #require(String(bytes: Data(contentsOf: folder.appending(path: name)), encoding: .utf8))
            .split(separator: "\n")
    }
}

func secret(_ text: String) -> Secret { Secret(bytes(text)[...]) }

func headers(_ lines: [(String, String)]) throws -> RequestHeaders {
    RequestHeaders(try lines.map { try RequestHeader($0.0, $0.1) })
}

func hexadecimal(_ digest: SHA256.Digest) -> String {
    var digits: [UInt8] = []
    digest.appendHexadecimal(to: &digits)
    return text(digits)
}

extension CanonicalRequest {
    var text: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension StringToSign {
    var text: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension WireRequest {
    /// What is sent in a header; nil where it is not sent. The name as it is spelt on the wire.
    subscript(_ name: String) -> String? {
        let prefix = "\(name): "
        for header in headers.all {
            let line = FakeNetwork.text(header.line)
            if line.hasPrefix(prefix) { return String(line.dropFirst(prefix.count)) }
        }
        return nil
    }
}
