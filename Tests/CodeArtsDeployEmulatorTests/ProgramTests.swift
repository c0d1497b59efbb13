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

    @Test(arguments: ["SIGTERM", "SIGINT", "end of input"])
    func `the emulator announces itself in one line, serves, and ends well`(ending: String) throws {
        let connection = try RawConnection(
            port: try startEmulator(ending == "end of input" ? ["--until-stdin-closes"] : []))
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

    @Test func `its options say how deployments go`() throws {
        let options = ["--pending-ms", "0", "--step-ms", "3600000", "--steps", "2", "--busy", "--seed", "1"]
        let connection = try RawConnection(port: try startEmulator(options))
        defer { process.terminate() }
        func ask(_ line: String) throws -> RawReply {
            let headers = "Host: e\r\nX-Auth-Token: \(Harness.token)\r\nContent-Type: application/json\r\n\r\n"
            try connection.send(Array("\(line) HTTP/1.1\r\n\(headers)".utf8))
            return try connection.readReply()
        }
        let id = try ask("POST \(Harness.startPath)").json()["id"]?.string
        // Drawn from the seed.
        #expect(id == "910a2dec89025cc1beeb8da1658eec67")
        let status = try ask("GET /v2/tasks/\(Harness.task)/state").json()["result"]
        #expect(status?["step_state"]?.elements.map { $0["status"]?.string } == ["running", "pending"])
        #expect(try ask("POST \(Harness.startPath)").status == 400)
    }

    /// Runs the emulator on a free port and gives the port.
    private func startEmulator(_ options: [String]) throws -> Int {
        process.arguments = ["emulator", "--port", "0"] + options
        try process.run()
        var line: [UInt8] = []
        while line.last != UInt8(ascii: "\n") {
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty)
            line += more
        }
        let endpoint = try #require(try JSONDocument(parsing: line).root["endpoint"]?.string)
        return try #require(endpoint.split(separator: ":").last.flatMap { Int($0) })
    }
}
