import CodeArtsDeploy
import CodeArtsDeployModel
import Testing

/// An emulator that a Python script started and will stop.
@PythonThread
struct EmulatedService {
    let endpoint: String
    let token: String
    let task: String

    /// Runs the work while the emulator serves.
    static func with(_ work: (EmulatedService) throws -> Void) throws {
        let facts = try Interpreter.json(
            """
            import json
            import codearts_deploy as cad
            from codearts_deploy.testing import Emulator
            service = Emulator(busy=False)
            service.__enter__()
            answer = json.dumps({"endpoint": service.endpoint, "token": service.token, "task": service.task_ids[0]})
            """)
        try work(
            EmulatedService(
                endpoint: #require(facts["endpoint"]?.string), token: #require(facts["token"]?.string),
                task: #require(facts["task"]?.string)))
        try Interpreter.run("service.stop()")
    }

    /// A client of the core in this process, which is not the one inside the library.
    func client() throws -> Client {
        let configuration = #"{"endpoint":"\#(endpoint)","token":"\#(token)"}"#
        return Client(try Configuration(Array(configuration.utf8)))
    }

    /// The ids of the deployments that were truly started.
    func records() throws -> [String] {
        let answer = try Interpreter.json(
            #"answer = json.dumps([record["record_id"] for record in service.records()])"#)
        return answer.elements.compactMap(\.string)
    }
}

extension Interpreter {
    /// The answer of a script, read as JSON.
    static func json(_ script: String) throws -> JSONValue {
        try JSONDocument(parsing: Array(run(script).utf8)).root
    }
}
