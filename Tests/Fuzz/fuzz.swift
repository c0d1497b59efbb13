// Feeds any bytes to what reads bytes of others: the JSON reader, the validation of requests, the reader of replies.
// A trap ends the process, which the fuzzer sees; so do the conditions here, each of them something that callers rely on.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    fuzzReader(bytes)
    fuzzRequest(bytes)
    for httpStatus in [200, 302, 404, 503] { fuzzReply(bytes, httpStatus) }
    if let wait = RetryAfter.milliseconds(String(decoding: bytes, as: UTF8.self), now: 1_767_225_600) {
        precondition((0...86_400_000).contains(wait))
    }
    return 0
}

private func fuzzReader(_ bytes: [UInt8]) {
    let document: JSONDocument
    do {
        document = try JSONDocument(parsing: bytes)
    } catch {
        precondition((0...bytes.count).contains(error.offset) && error.position.line >= 1 && error.position.column >= 1)
        precondition(error.position.column <= error.offset + 1)
        return
    }
    precondition(UTF8Sequence.firstFault(in: bytes) == nil)
    var json = JSONWriter()
    copy(document.root, to: &json)
    guard let again = try? JSONDocument(parsing: json.bytes) else {
        preconditionFailure("The writer's text is refused.")
    }
    var second = JSONWriter()
    copy(again.root, to: &second)
    precondition(second.bytes == json.bytes, "A text that was written and read is another one.")
}

/// Writes a value anew, and looks at all that can be asked of it.
private func copy(_ value: JSONValue, to json: inout JSONWriter) {
    precondition(value.path.utf8.count < 1 << 20 && value.position.line >= 1)
    precondition((value.integer == nil || value.kind == .number) && (value.boolean == nil) == (value.kind != .boolean))
    switch value.kind {
    case .object:
        json.beginObject()
        for member in value.members {
            var name = JSONWriter()
            name.string(member.name)
            json.rawName(name.bytes[...])
            copy(member.value, to: &json)
        }
        json.endObject()
    case .array:
        json.beginArray()
        for element in value.elements { copy(element, to: &json) }
        json.endArray()
    case .string: json.string(value.string ?? "")
    default: json.raw(value.raw)
    }
}

private func fuzzRequest(_ bytes: [UInt8]) {
    do {
        let prepared = try PreparedRequest(.startDeployTask, bytes)
        precondition(prepared.path.utf8.count == "/v2/tasks/".utf8.count + 32 + "/start".utf8.count)
        guard let body = try? JSONDocument(parsing: prepared.body).root, body.kind == .object else {
            preconditionFailure("A body that is no JSON object would be sent.")
        }
        precondition(body["task_id"] == nil && body["_options"] == nil)
        precondition(body["trigger_source"].map { $0.kind == .string } ?? true)
    } catch {
        precondition(!error.violations.isEmpty && error.violations.count <= 1000 && error.outcome == .notSent)
        check(error)
    }
}

private func fuzzReply(_ bytes: [UInt8], _ httpStatus: Int) {
    let reply = ServiceReply(httpStatus: httpStatus, body: bytes)
    do {
        let result = try ReplyReader(.startDeployTask, reply, attempts: 1, now: 0).result()
        guard let object = try? JSONDocument(parsing: result).root, httpStatus == 200 else {
            preconditionFailure("A result that nobody can read.")
        }
        precondition(object["_meta"]?["http_status"]?.integer == 200 && StartDeployTaskResponse(reading: object) != nil)
    } catch {
        precondition(error.outcome == .refused || error.outcome == .unknown)
        precondition(error.outcome == .refused || httpStatus != 404)
        check(error)
    }
}

private func check(_ error: DeployError) {
    guard let document = try? JSONDocument(parsing: error.document).root else {
        preconditionFailure("An error document that nobody can read.")
    }
    precondition(document["status"]?.string != nil && document["message"]?.string != nil)
}
