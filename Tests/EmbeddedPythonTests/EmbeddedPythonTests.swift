import CodeArtsDeploy
import CodeArtsDeployModel
import Foundation
import Synchronization
import Testing

private let environment = ProcessInfo.processInfo.environment
private let library = environment["CODEARTS_DEPLOY_LIBRARY"]
private let program = environment["CODEARTS_DEPLOY_PROGRAM"]

/// A Swift process that embeds CPython, which loads the library: a host with two Swift runtimes, the process's own and
/// the one inside the library. Both start deployments of the same service.
@PythonThread
@Suite(
    .enabled(if: library != nil && program != nil, "CODEARTS_DEPLOY_LIBRARY or CODEARTS_DEPLOY_PROGRAM is not set"),
    .serialized, .interpreter)
struct EmbeddedPythonTests {
    @Test func `a script inside this process starts the documents' example`() throws {
        try EmulatedService.with { service in
            let reply = try Interpreter.json(
                """
                with cad.Client(endpoint=service.endpoint, token=service.token) as client:
                    reply = client.start_deploy_task("d2dc947ec2424d8789bb3984bb3adf45", params=[
                        cad.DynamicConfigInfo(key="string", value="test", type="text"),
                        cad.DynamicConfigInfo(key="env", value="e3144513a4094398857c992606ccba12", type="host_group"),
                        cad.DynamicConfigInfo(key="enum", value="value1", type="enum"),
                    ], trigger_source=0)
                answer = json.dumps(reply.to_dict())
                """)
            let id = try #require(reply["id"]?.string)
            #expect(try service.records() == [id])
            #expect(reply["task_id"]?.string == "d2dc947ec2424d8789bb3984bb3adf45")
            #expect(reply["job_name"]?.string?.hasPrefix("job_\(id)_") == true)
            #expect(reply["app_component_list"]?.kind == .array)
        }
    }

    @Test func `the library and this process's own core serve side by side`() throws {
        try EmulatedService.with { service in
            let client = try service.client()
            let request = try StartDeployTaskRequest(taskID: service.task, body: EnvExecutionBody())
            let script = """
                with cad.Client(endpoint=service.endpoint, token=service.token) as client:
                    answer = client.start_deploy_task("\(service.task)").id
                """
            var ids: [String] = []
            for _ in 0..<3 {
                ids.append(try client.startDeployTask(request).id)
                ids.append(try Interpreter.run(script))
            }
            #expect(Set(ids).count == 6)
            #expect(try service.records() == ids)
        }
    }

    @Test func `there are two of them: the library is loaded beside this process's Swift runtime`() throws {
        let maps = try Interpreter.run("import codearts_deploy; answer = open('/proc/self/maps').read()")
        let path = URL(fileURLWithPath: try #require(library)).resolvingSymlinksInPath().path
        #expect(maps.contains(path) && maps.contains("/libswiftCore.so"))
    }

    @Test func `threads of both call at the same time, and each gets the reply to its own request`() throws {
        try EmulatedService.with { service in
            let client = try service.client()
            let request = try StartDeployTaskRequest(taskID: service.task, body: EnvExecutionBody()).json
            let ids = Mutex<[String]>([])
            let done = DispatchGroup()
            for _ in 0..<4 {
                DispatchQueue.global().async(group: done) {
                    for _ in 0..<10 {
                        guard let reply = try? client.call(.startDeployTask, request),
                            let id = (try? JSONDocument(parsing: reply))?.root["id"]?.string
                        else { continue }
                        ids.withLock { $0.append(id) }
                    }
                }
            }
            let theirs = try Interpreter.json(
                """
                from concurrent.futures import ThreadPoolExecutor
                with cad.Client(endpoint=service.endpoint, token=service.token) as client:
                    with ThreadPoolExecutor(4) as pool:
                        ids = list(pool.map(lambda _: client.start_deploy_task("\(service.task)").id, range(40)))
                answer = json.dumps(ids)
                """)
            done.wait()
            let all = ids.withLock { $0 } + theirs.elements.compactMap(\.string)
            #expect(all.count == 80)
            #expect(try service.records().sorted() == all.sorted())
        }
    }

    @Test func `a wrong request raises in Python what this process's own core says`() throws {
        try EmulatedService.with { service in
            let request =
                #"{"task_id": "short", "params": [{"key": "a b", "value": "{{", "type": "nope"}], "parms": 1}"#
            let theirs = try Interpreter.json(
                """
                try:
                    cad.validate("start_deploy_task", json.loads('\(request)'))
                except cad.ValidationError as error:
                    answer = json.dumps([[fault.path, fault.rule] for fault in error.violations])
                """)
            var ours: [[String]] = []
            do throws(DeployError) {
                _ = try PreparedRequest(.startDeployTask, Array(request.utf8))
            } catch {
                ours = error.violations.map { [$0.path, $0.rule.name.text] }
            }
            #expect(ours.count == 5)
            #expect(theirs.elements.map { $0.elements.compactMap(\.string) } == ours)
            #expect(try service.records() == [])
        }
    }
}
