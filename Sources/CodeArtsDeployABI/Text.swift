internal import CPlatform
internal import CodeArtsDeploy
internal import CodeArtsDeployModel

/// A text of the caller that is no JSON: it must be UTF-8 and, if nothing else is said, not empty.
func withText<Result>(
    _ text: UnsafePointer<CChar>?, _ name: StaticString, mayBeEmpty: Bool = false,
    _ work: ([UInt8]) throws(DeployError) -> Result
) throws(DeployError) -> Result {
    var bytes = try copy(of: text, name, mayBeEmpty: mayBeEmpty)
    defer { wipe(&bytes) }
    try checkUTF8(bytes, name)
    return try work(bytes)
}

/// A JSON text of the caller: its reader checks every byte, and reports a bad one with line and column.
///
/// - Parameter isRetained: whether it is still read afterwards. To wipe it would then wipe a copy.
func withJSON<Result>(
    _ text: UnsafePointer<CChar>?, orIfNull substitute: StaticString? = nil, _ name: StaticString,
    isRetained: Bool = false, _ work: ([UInt8]) throws(DeployError) -> Result
) throws(DeployError) -> Result {
    var bytes = try copy(of: text ?? substitute?.cString, name)
    defer { if !isRetained { wipe(&bytes) } }
    return try work(bytes)
}

/// For as long as the call runs; it may hold a token or an `encrypt` value, so whoever asked for it wipes it.
@inline(never)
private func copy(
    of text: UnsafePointer<CChar>?, _ name: StaticString, mayBeEmpty: Bool = false
) throws(DeployError) -> [UInt8] {
    guard let text else { throw DeployError(.invalidArgument, "\(name.text) is NULL; nothing was sent.") }
    let bytes = Array(UnsafeRawBufferPointer(start: text, count: platform_length(text)))
    guard mayBeEmpty || !bytes.isEmpty else {
        throw DeployError(.invalidArgument, "\(name.text) is empty; nothing was sent.")
    }
    return bytes
}

@inline(never)
private func checkUTF8(_ bytes: [UInt8], _ name: StaticString) throws(DeployError) {
    if let offset = UTF8Sequence.firstFault(in: bytes) {
        throw DeployError(.invalidArgument, "\(name.text) is not valid UTF-8 at byte \(offset); nothing was sent.")
    }
}
