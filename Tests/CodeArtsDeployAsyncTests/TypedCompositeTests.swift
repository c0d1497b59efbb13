import CodeArtsDeploy
import CodeArtsDeployAsync
import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

/// Whole deployments against the emulator in this process, awaited and with types.
@Suite struct TypedCompositeTests {
    private static let task = "d2dc947ec2424d8789bb3984bb3adf45"

    /// An emulator that is quick, and its client.
    private func withClient(_ work: (Client) async throws -> Void) async throws {
        var settings = Emulator.Settings()
        settings.pendingMS = 20
        settings.stepMS = 20
        let emulator = try Emulator(settings: settings)
        let configuration = #"{"endpoint":"\#(emulator.endpoint)","token":"\#(emulator.token)"}"#
        do {
            try await work(Client(try Configuration(Array(configuration.utf8))))
        } catch {
            try emulator.stop()
            throw error
        }
        try emulator.stop()
    }

    private func request(_ onFailure: DeployRequest.OnFailure = .leave) throws -> DeployRequest {
        try DeployRequest(
            StartDeployTaskRequest(taskID: Self.task, body: EnvExecutionBody()),
            options: WatchOptions(intervalMS: 20), onFailure: onFailure)
    }

    @Test func `a deployment tells what it does, and is told at its end`() async throws {
        try await withClient { client in
            var states: [String] = []
            var steps: Set<String> = []
            var log = ""
            var origins: [EventOrigin] = []
            let deployment = try await client.deploy(request()) { event, origin in
                origins.append(origin)
                switch event {
                case .state(let state, let recordID):
                    states.append(state.word)
                    #expect(recordID?.count == 32)
                case .step(let step): if let name = step.name { steps.insert(name) }
                case .log(let text): log += text
                case .other(let event): Issue.record("no case for \(String(decoding: event.raw, as: UTF8.self))")
                default: break
                }
            }
            #expect(deployment.state?.end == .succeeded && states.last == "succeeded")
            #expect(Set(deployment.steps.compactMap(\.name)) == steps && steps.count == 3 && !log.isEmpty)
            #expect(origins.allSatisfy { $0.taskID == Self.task && $0.time.utf8.count == 24 })
            #expect(Set(origins.dropFirst().map(\.recordID)) == [deployment.recordID] && origins[0].recordID == nil)
            let again = try await client.watch(WatchRequest(taskID: Self.task, recordID: deployment.recordID))
            #expect(again.recordID == deployment.recordID)
            let records = try await client.listRecords(ListRecordsRequest(taskID: Self.task, limit: 5))
            #expect(records.items.first?.executionID == deployment.recordID)
            let dry = try await client.dryRun(request())
            #expect(!dry.checks.isEmpty && dry.checks.allSatisfy { $0.isOK })
        }
    }

    @Test func `an application leads to its task, and a name that is none to the nearest`() async throws {
        try await withClient { client in
            let project = "c0000000000000000000000000000001"
            let found = try await client.findTask(FindTaskRequest(app: "emulator-app-1", projectID: project))
            #expect(found.taskID == Self.task && found.name == "emulator-app-1" && found.appID?.utf8.count == 32)
            let error = await #expect(throws: DeployError.self) {
                try await client.findTask(FindTaskRequest(app: "emulator-ap-1", projectID: project))
            }
            #expect(error?.status == .notFound && error?.candidates.first == "emulator-app-1")
        }
        #expect(throws: DeployError.self) { try FindTaskRequest(app: "") }
    }

    @Test func `a failure tells its step and its log, and the way back to what ran before`() async throws {
        try await withClient { client in
            let good = try await client.deploy(request())
            let outcomes = #"{"outcomes":[{"end":"failed","failed_step":1}]}"#
            _ = try await client.callAPI(CallAPIRequest(.post, "/_emulator/outcomes", body: Array(outcomes.utf8)))
            var source: String?
            do {
                _ = try await client.deploy(request(.rollback)) { event in
                    if case .rollback(let recordID) = event { source = recordID }
                }
                Issue.record("it should have failed")
            } catch let error as DeployError {
                #expect(error.status == .deploymentFailed && error.outcome == .started && source == good.recordID)
                let deployment = try #require(error.deployment)
                #expect(deployment.recordID != good.recordID && deployment.state?.end == .failed)
                #expect(deployment.failedStep != nil && deployment.logTail?.isEmpty == false)
                guard case .deployed(let back, let from) = deployment.rollback else {
                    Issue.record("there should be a way back")
                    return
                }
                #expect(back.state?.end == .succeeded && from == good.recordID)
                #expect(back.recordID != good.recordID && back.recordID != deployment.recordID)
            }
        }
    }

    @Test func `the results of many starts are awaited one by one, or all at once`() async throws {
        try await withClient { client in
            let item = try StartDeployTaskRequest(taskID: Self.task, body: EnvExecutionBody())
            let many = try StartManyRequest(Array(repeating: item, count: 20))
            var seen: [Int: Outcome] = [:]
            let counts = try await client.startMany(many) { seen[$0.index] = $0.outcome }
            #expect(seen.count == 20)
            #expect(counts.started == seen.values.filter { $0 == .started }.count && counts.started > 0)
            #expect(counts.refused == seen.values.filter { $0 == .refused }.count)
            let all = try await client.startMany(many)
            #expect(all.items.map(\.index) == Array(0..<20))
        }
    }
}
