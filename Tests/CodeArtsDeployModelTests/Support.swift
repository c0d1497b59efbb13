import CodeArtsDeployModel

/// Where the package stands, for the fixtures and the header.
let packageFolder = #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/\($1)" }

/// A task as the service's documents name it.
let task = "d2dc947ec2424d8789bb3984bb3adf45"

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

func root(_ json: String) throws -> JSONValue { try JSONDocument(parsing: bytes(json)).root }

/// Why the reader refuses a text; nil where it takes it.
func jsonFault(of text: [UInt8]) -> JSONFault? {
    do throws(JSONFault) {
        _ = try JSONDocument(parsing: text)
        return nil
    } catch {
        return error
    }
}

/// The error that some work ends with; nil where it ends well.
func failure<Result>(of work: () throws(DeployError) -> Result) -> DeployError? {
    do {
        _ = try work()
        return nil
    } catch {
        return error
    }
}

/// Why a request to start is refused.
func refusal(of request: String, given: [ExternalField] = []) -> DeployError? {
    failure { () throws(DeployError) in try PreparedRequest(.startDeployTask, bytes(request), given: given) }
}

/// Its faults, each as `params[1].value: length at 3:12`.
func faults(in request: String, given: [ExternalField] = []) -> [String] {
    (refusal(of: request, given: given)?.violations ?? []).map { violation in
        let place = violation.position.map { " at \($0.line):\($0.column)" } ?? ""
        return "\(violation.path): \(violation.rule.name)\(place)"
    }
}

/// The same without the places.
func rules(in request: String) -> [String] {
    (refusal(of: request)?.violations ?? []).map { "\($0.path): \($0.rule.name)" }
}

/// A request for the documents' task with these further members.
func request(_ members: String) -> String { #"{"task_id":"\#(task)",\#(members)}"# }

/// The same with one parameter; what is nil is left out.
func request(key: String? = #""k""#, value: String? = #""v""#, type: String? = #""text""#) -> String {
    let members = [("key", key), ("value", value), ("type", type)]
    return request(
        "\"params\":[{\(members.compactMap { name, json in json.map { "\"\(name)\":\($0)" } }.joined(separator: ","))}]"
    )
}
