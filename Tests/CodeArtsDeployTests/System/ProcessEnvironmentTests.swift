import CodeArtsDeploy
import Foundation
import Testing
@testable import PlayedNetwork

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

    @Test func `a file is readable where it can be opened`() {
        #expect(environment.isReadable(#filePath))
        #expect(!environment.isReadable(#filePath + ".not-there"))
        #expect(!environment.isReadable(""))
    }
}
