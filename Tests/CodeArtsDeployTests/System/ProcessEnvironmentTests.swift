import CodeArtsDeploy
import Foundation
import Testing
@testable import FakeNetwork

@Suite struct ProcessEnvironmentTests {
    private let environment = ProcessEnvironment()

    @Test func `a variable is read as its bytes, and an empty one counts as not set`() {
        let name = "CODEARTS_DEPLOY_TEST_OF_THE_ENVIRONMENT"
        #expect(environment.variable(name) == nil)
        setenv(name, "é=1\n", 1)
        #expect(environment.variable(name) == bytes("é=1\n"))
        setenv(name, "", 1)
        #expect(environment.variable(name) == nil)
        unsetenv(name)
        #expect(environment.variable(name) == nil)
    }

    private func read(_ path: String, within milliseconds: Int = 60_000, atMost most: Int = 1000) -> String? {
        switch environment.read(Array(path.utf8), atMost: most).contents(within: milliseconds) {
        case .bytes(let found, let isOpen): text(found) + (isOpen ? " (open)" : "")
        case .missing: "missing"
        case .unusable(let why): why
        case nil: nil
        }
    }

    /// A folder of its own for each test.
    private func folder(_ work: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "cad-files-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try work(path)
    }

    @Test func `a file is read whole, or what it is instead is said`() throws {
        try folder { folder in
            let file = folder + "/file"
            try Data("content".utf8).write(to: URL(fileURLWithPath: file))
            for (mode, marks) in [(mode_t(0o600), ""), (0o640, ""), (0o604, " (open)")] {
                chmod(file, mode)
                #expect(read(file) == "content" + marks)
            }
            #expect(read(file, atMost: 7)?.hasPrefix("content") == true)
            #expect(read(file, atMost: 6) == "is larger than such a file can be")
            #expect(read(folder) == "is a folder, not a file")
            #expect(read(folder + "/none") == "missing" && read("") == "missing")
            #expect(read(file + "/below")?.contains("no folder") == true)
            #expect(read("/dev/zero", atMost: 100_000) == "is larger than such a file can be")
            #expect(environment.isFolder(Array(folder.utf8)) && !environment.isFolder(Array(file.utf8)))
        }
    }

    @Test func `a pipe is waited for as long as somebody likes, and read to its end`() throws {
        try folder { folder in
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            #expect(read(pipe, within: 30) == nil, "nobody has opened its other end")
            let reading = environment.read(Array(pipe.utf8), atMost: 1000)
            let writer = open(pipe, O_WRONLY)
            #expect(write(writer, "late", 4) == 4)
            #expect(reading.contents(within: 30) == nil, "it may go on")
            close(writer)
            guard case .bytes(let found, isOpenToOthers: false) = reading.contents(within: 60_000) else {
                throw Missing()
            }
            #expect(text(found) == "late")
        }
    }

    @Test func `a name is its bytes, whatever they are`() throws {
        try folder { folder in
            let name = Array("\(folder)/".utf8) + [0xE9]
            let file = (name + [0]).withUnsafeBytes {
                open($0.bindMemory(to: CChar.self).baseAddress!, O_CREAT | O_WRONLY, 0o600)
            }
            #expect(write(file, "x", 1) == 1)
            close(file)
            guard case .bytes(let found, _) = environment.read(name, atMost: 10).contents(within: 60_000) else {
                throw Missing()
            }
            #expect(text(found) == "x")
            #expect(read("\(folder)/\u{FFFD}") == "missing")
        }
    }
}
