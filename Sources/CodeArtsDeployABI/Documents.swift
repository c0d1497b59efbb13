public import CodeArtsDeployC
internal import CodeArtsDeployModel

@c @implementation
public func cad_text(
    _ document: UnsafePointer<cad_buffer>!, _ pointer: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<cad_buffer>!
) -> cad_status {
    answer(in: out) { () throws(DeployError) in
        let part = try part(of: document, pointer)
        return Array(part.stringBytes ?? part.raw)
    }
}

@c @implementation
public func cad_integer(
    _ document: UnsafePointer<cad_buffer>!, _ pointer: UnsafePointer<CChar>!, _ out_value: UnsafeMutablePointer<Int64>!
) -> cad_status {
    read(document, pointer, into: out_value, 0) { part in part.integer.map { Int64($0) } }
}

@c @implementation
public func cad_boolean(
    _ document: UnsafePointer<cad_buffer>!, _ pointer: UnsafePointer<CChar>!, _ out_value: UnsafeMutablePointer<Int32>!
) -> cad_status {
    read(document, pointer, into: out_value, 0) { part in part.boolean.map { $0 ? 1 : 0 } }
}

@c @implementation
public func cad_count(
    _ document: UnsafePointer<cad_buffer>!, _ pointer: UnsafePointer<CChar>!, _ out_count: UnsafeMutablePointer<Int>!
) -> cad_status {
    read(document, pointer, into: out_count, 0) { part in part.count }
}

@c @implementation
public func cad_quote(_ text: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<cad_buffer>!) -> cad_status {
    answer(in: out) { () throws(DeployError) in
        try withText(text, "text", mayBeEmpty: true) { bytes in
            var json = JSONWriter(reserving: bytes.count + 2)
            json.string(utf8: bytes)
            return json.bytes
        }
    }
}

@c @implementation
public func cad_outcome(_ document: UnsafePointer<cad_buffer>!) -> UnsafePointer<CChar>! {
    guard let outcome = try? parse(document).root["outcome"] else { return nil }
    for known in [Outcome.notSent, .refused, .started, .unknown] where outcome.isText(known.name) {
        return known.name.cString
    }
    return nil
}

/// Reads one value; the place for it holds nothing where that fails.
private func read<Value>(
    _ document: UnsafePointer<cad_buffer>?, _ pointer: UnsafePointer<CChar>?,
    into out: UnsafeMutablePointer<Value>?, _ nothing: Value, _ work: (JSONValue) -> Value?
) -> cad_status {
    guard let out else { return Status.invalidArgument.rawValue }
    out.pointee = nothing
    do {
        guard let value = work(try part(of: document, pointer)) else { return Status.invalidArgument.rawValue }
        out.pointee = value
        return Status.ok.rawValue
    } catch {
        return error.status.rawValue
    }
}

/// The part of a document that is meant; `null` is none, as a member that is absent.
private func part(
    of document: UnsafePointer<cad_buffer>?, _ pointer: UnsafePointer<CChar>?
) throws(DeployError) -> JSONValue {
    try withText(pointer, "pointer", mayBeEmpty: true) { text throws(DeployError) in
        guard let path = JSONPointer(text) else {
            throw DeployError(
                .invalidArgument,
                "pointer is no JSON pointer (RFC 6901): it starts with /, ~ in a name is ~0, and / in a name is ~1.")
        }
        guard let part = path.value(in: try parse(document)), part.kind != .null else {
            throw DeployError(.notFound, "The document has nothing at \(String(decoding: text, as: UTF8.self)).")
        }
        return part
    }
}

private func parse(_ document: UnsafePointer<cad_buffer>?) throws(DeployError) -> JSONDocument {
    guard let document, let data = document.pointee.data, document.pointee.len > 0 else {
        throw DeployError(.invalidArgument, "The document is empty.")
    }
    guard document.pointee.len <= JSONDocument.maximumLength else {
        throw DeployError(.invalidArgument, "The document is longer than 1 GiB.")
    }
    let bytes = Array(UnsafeRawBufferPointer(start: data, count: document.pointee.len))
    do {
        return try JSONDocument(parsing: bytes, maxDepth: JSONDocument.maxWrittenDepth)
    } catch {
        throw DeployError(
            .invalidArgument,
            "The document is not JSON: line \(error.position.line), column \(error.position.column): \(error.message)")
    }
}

extension JSONValue {
    /// How many members an object or elements an array has; nil for anything else.
    fileprivate var count: Int? {
        switch kind {
        case .object: members.reduce(0) { count, _ in count + 1 }
        case .array: elements.reduce(0) { count, _ in count + 1 }
        default: nil
        }
    }
}
