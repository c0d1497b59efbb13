import CodeArtsDeploy
import CodeArtsDeployAsync
import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

/// The same over real connections, against the emulator in this process.
@Suite struct EmulatorTests {
    private static let task = "d2dc947ec2424d8789bb3984bb3adf45"

    @Test func `tasks start deployments, each one once`() async throws {
        let emulator = try Emulator()
        defer { try? emulator.stop() }
        let configuration = #"{"endpoint":"\#(emulator.endpoint)","token":"\#(emulator.token)"}"#
        let client = Client(try Configuration(Array(configuration.utf8)))
        let request = try StartDeployTaskRequest(taskID: Self.task, body: EnvExecutionBody())
        let first = try await client.startDeployTask(request)
        #expect(first.taskID == Self.task)
        // A second of the same application would be refused while the first one runs: it says so, or has its own id.
        let ends = await withTaskGroup(of: Result<StartDeployTaskResponse, DeployError>.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do throws(DeployError) {
                        return .success(try await client.startDeployTask(request))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var ids: Set<String> = [first.id]
        for end in ends {
            switch end {
            case .success(let response): #expect(ids.insert(response.id).inserted)
            case .failure(let error): #expect(error.status == .busy && error.outcome == .refused)
            }
        }
    }
}
