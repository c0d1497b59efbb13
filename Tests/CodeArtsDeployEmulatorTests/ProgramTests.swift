import CodeArtsDeployModel
import Foundation
import Testing

/// The program itself; `CODEARTS_DEPLOY_PROGRAM` says where it is.
private let program = ProcessInfo.processInfo.environment["CODEARTS_DEPLOY_PROGRAM"]

@Suite(.enabled(if: program != nil, "CODEARTS_DEPLOY_PROGRAM is not set")) struct ProgramTests {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init() throws {
        process.executableURL = URL(fileURLWithPath: try #require(program))
        process.standardInput = input
        process.standardOutput = output
    }

    @Test func `it tells its version`() throws {
        process.arguments = ["--version"]
        try process.run()
        process.waitUntilExit()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(text.wholeMatch(of: /codearts-deploy \d+\.\d+\.\d+\n/) != nil)
    }

    @Test(arguments: ["end of input", "SIGTERM", "SIGINT"])
    func `the emulator announces itself in one line, serves, and ends well`(ending: String) throws {
        process.arguments = ["emulator", "--port", "0"]
        try process.run()
        var line: [UInt8] = []
        while line.last != UInt8(ascii: "\n") {
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty)
            line += more
        }
        let endpoint = try #require(try JSONDocument(parsing: line).root["endpoint"]?.string)
        let port = try #require(endpoint.split(separator: ":").last.flatMap { Int($0) })
        let connection = try RawConnection(port: port)
        try connection.send(Array("GET /_emulator/records HTTP/1.1\r\nHost: emulator\r\n\r\n".utf8))
        #expect(try connection.readReply().text == #"{"total":0,"records":[]}"#)

        switch ending {
        case "SIGTERM": process.terminate()
        case "SIGINT": process.interrupt()
        default: try input.fileHandleForWriting.close()
        }
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    }
}
