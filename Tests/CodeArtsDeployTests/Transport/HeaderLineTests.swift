@testable import CodeArtsDeploy
import Testing
@testable import FakeNetwork

@Suite struct HeaderLineTests {
    private func value(_ line: [UInt8]) -> String? {
        line.withUnsafeBytes { HeaderLine.value(of: "x-request-id", in: $0) }
    }

    private func value(_ line: String) -> String? { value(bytes(line)) }

    @Test(arguments: [
        "x-request-id: r-1\r\n", "X-Request-Id: r-1\r\n", "X-REQUEST-ID:r-1\r\n", "x-request-id: \t r-1 \t\r\n",
        "X-Request-Id: r-1\n",
        "x-request-id: r-1",
    ])
    func `a header is found whatever its case and the white space around its value`(line: String) {
        #expect(value(line) == "r-1")
    }

    @Test(arguments: [
        "", "\r\n", "x-request-id", "x-request-id\r\n", "x-request-id r-1\r\n", "x-request-id : r-1\r\n",
        " x-request-id: r-1\r\n",
        "x-request-idd: r-1\r\n", "xx-request-id: r-1\r\n", "x-request-i: r-1\r\n", "x-request-id:\r\n",
        "x-request-id:   \r\n",
        "retry-after: 5\r\n", "HTTP/1.1 200 OK\r\n",
    ])
    func `another line, and a header without a value, is none`(line: String) {
        #expect(value(line) == nil)
    }

    @Test func `a value keeps what is inside of it, and what is no UTF-8 is none`() {
        #expect(value("x-request-id: a: b, é\r\n") == "a: b, é")
        #expect(value(bytes("x-request-id: a") + [0xFF, 0x0D, 0x0A]) == nil)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n", true), ("HTTP/2 200\r\n", true), ("http/1.1 200\r\n", false),
        ("X: HTTP/1.1\r\n", false), ("H", false), ("", false),
    ])
    func `a status line starts an answer`(line: String, isStatus: Bool) {
        #expect(bytes(line).withUnsafeBytes { HeaderLine.isStatus($0) } == isStatus)
    }
}
