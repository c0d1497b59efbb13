internal import CPlatform
internal import CodeArtsDeploy
internal import CodeArtsDeployModel

/// A text of the caller that is no JSON: it must be UTF-8 and not empty.
func withText<Result>(
    _ text: UnsafePointer<CChar>?, _ name: StaticString, _ work: ([UInt8]) throws(DeployError) -> Result
) throws(DeployError) -> Result {
    try withBytes(text, orIfNull: nil, name) { bytes throws(DeployError) in
        if let offset = UTF8Sequence.firstFault(in: bytes) {
            throw DeployError(.invalidArgument, "\(name.text) is not valid UTF-8 at byte \(offset); nothing was sent.")
        }
        return try work(bytes)
    }
}

/// A JSON text of the caller: its reader checks every byte, and reports a bad one with line and column.
func withJSON<Result>(
    _ text: UnsafePointer<CChar>?, orIfNull substitute: StaticString? = nil, _ name: StaticString,
    _ work: ([UInt8]) throws(DeployError) -> Result
) throws(DeployError) -> Result {
    try withBytes(text, orIfNull: substitute, name, work)
}

/// Copies a text for as long as the work runs and wipes the copy: it may hold a token or an `encrypt` value.
private func withBytes<Result>(
    _ text: UnsafePointer<CChar>?, orIfNull substitute: StaticString?, _ name: StaticString,
    _ work: ([UInt8]) throws(DeployError) -> Result
) throws(DeployError) -> Result {
    guard let text = text ?? substitute?.cString else {
        throw DeployError(.invalidArgument, "\(name.text) is NULL; nothing was sent.")
    }
    var bytes = Array(UnsafeRawBufferPointer(start: text, count: platform_length(text)))
    guard !bytes.isEmpty else { throw DeployError(.invalidArgument, "\(name.text) is empty; nothing was sent.") }
    defer { wipe(&bytes) }
    return try work(bytes)
}
