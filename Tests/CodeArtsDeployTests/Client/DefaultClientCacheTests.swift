@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Dispatch
import Synchronization
import Testing
@testable import FakeNetwork

/// The clients behind `cad_start_task`.
@Suite struct DefaultClientCacheTests {
    private let environment = FakeEnvironment(["CODEARTS_DEPLOY_ENDPOINT": "https://a.example"], files: ["/ca.pem"])

    @Test func `while the environment stays what it is, so does the client`() throws {
        let clients = DefaultClientCache(environment: environment)
        #expect(try clients.current() === clients.current())
    }

    @Test(arguments: [
        ("CODEARTS_DEPLOY_ENDPOINT", "https://b.example"), ("SSL_CERT_FILE", "/ca.pem"), ("CURL_CA_BUNDLE", "/ca.pem"),
    ])
    func `another environment gets another client, and the old one its own again`(name: String, value: String) throws {
        let clients = DefaultClientCache(environment: environment)
        let first = try clients.current()
        let before = environment.variable(name)
        environment.set(name, value)
        let second = try clients.current()
        #expect(first !== second)
        environment.set(name, before)
        #expect(try clients.current() === first)
        environment.set(name, value)
        #expect(try clients.current() === second)
    }

    @Test func `every variable that a region is found by counts`() throws {
        let environment = FakeEnvironment(["OS_REGION_NAME": "cn-north-4"])
        let clients = DefaultClientCache(environment: environment)
        var seen = [try clients.current()]
        for (name, value) in [
            ("HUAWEICLOUD_SDK_REGION_CODEARTSDEPLOY_CN_NORTH_4", "https://a.example"), ("HW_REGION_NAME", "cn-east-3"),
            ("CODEARTS_DEPLOY_REGION", "cn-east-2"), ("CODEARTS_DEPLOY_ENDPOINT", "https://b.example"),
        ] {
            environment.set(name, value)
            let client = try clients.current()
            #expect(!seen.contains { $0 === client })
            seen.append(client)
        }
    }

    @Test func `a token is no part of it`() throws {
        let clients = DefaultClientCache(environment: environment)
        let client = try clients.current()
        for name in ["CODEARTS_DEPLOY_TOKEN", "HW_AUTH_TOKEN", "OS_AUTH_TOKEN", "PATH"] { environment.set(name, "x") }
        #expect(try clients.current() === client)
    }

    @Test func `a wrong environment is reported, and a right one after it works`() throws {
        let clients = DefaultClientCache(environment: environment)
        environment.set("CODEARTS_DEPLOY_ENDPOINT", "ftp://a.example")
        #expect(failure { () throws(DeployError) in try clients.current() }?.status == .configuration)
        environment.set("CODEARTS_DEPLOY_ENDPOINT", "https://a.example")
        _ = try clients.current()
    }

    @Test func `at most eight are kept, the oldest goes first`() throws {
        let clients = DefaultClientCache(environment: environment)
        func client(_ number: Int) throws -> Client {
            environment.set("CODEARTS_DEPLOY_ENDPOINT", "https://\(number).example")
            return try clients.current()
        }
        let first = try (0..<8).map(client)
        for number in 0..<8 { #expect(try client(number) === first[number]) }
        weak var oldest: Client?
        do {
            let again = DefaultClientCache(environment: environment)
            environment.set("CODEARTS_DEPLOY_ENDPOINT", "https://0.example")
            oldest = try again.current()
            for number in 1...8 {
                environment.set("CODEARTS_DEPLOY_ENDPOINT", "https://\(number).example")
                _ = try again.current()
            }
            #expect(oldest == nil)
        }
        _ = try client(8)
        #expect(try client(1) === first[1])
        #expect(try client(0) !== first[0])
    }

    @Test func `threads that ask at the same time all get a client that works`() {
        let clients = DefaultClientCache(environment: environment)
        let failed = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 64) { _ in
            if (try? clients.current()) == nil { failed.add(1, ordering: .relaxed) }
        }
        #expect(failed.load(ordering: .relaxed) == 0)
    }
}
