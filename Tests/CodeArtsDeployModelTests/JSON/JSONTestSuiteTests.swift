import CodeArtsDeployModel
import Foundation
import Testing

/// https://github.com/nst/JSONTestSuite, where it is there: `CAD_SHARED` names the folder above `data/`.
private let folder =
    (ProcessInfo.processInfo.environment["CAD_SHARED"] ?? packageFolder + "/../shared")
    + "/data/json-test-suite/test_parsing"

private func names(_ prefix: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix(prefix) }.sorted()
}

@Suite(.enabled(if: !names("y_").isEmpty, "JSONTestSuite is not there")) struct JSONTestSuiteTests {
    private func isRead(_ name: String) throws -> Bool {
        jsonFault(of: [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))) == nil
    }

    @Test(arguments: names("y_")) func `what must be accepted is accepted`(name: String) throws {
        #expect(try isRead(name))
    }

    @Test(arguments: names("n_")) func `what must be refused is refused`(name: String) throws {
        #expect(try !isRead(name))
    }

    /// Numbers are texts here, so that none is too large. Everything else that a reader may decide is about texts that
    /// are no Unicode, or about 500 levels: refused.
    @Test(arguments: names("i_")) func `of what is left open, numbers of any size are accepted and nothing else`(
        name: String
    ) throws {
        #expect(try isRead(name) == name.hasPrefix("i_number_"))
    }

    @Test func `the whole suite is there`() {
        #expect(names("y_").count == 95 && names("n_").count == 188 && names("i_").count == 35)
    }
}
