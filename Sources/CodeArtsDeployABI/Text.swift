internal import CPlatform
internal import CodeArtsDeploy
internal import CodeArtsDeployModel

/// A text of the caller, copied for as long as the work runs and wiped after it: it may hold a token or an `encrypt`
/// value.
func withText<Result>(
    _ text: UnsafePointer<CChar>?, _ name: StaticString, _ work: ([UInt8]) throws(DeployError) -> Result
) throws(DeployError) -> Result {
    guard let text else { throw DeployError(.invalidArgument, "\(name.text) is NULL; nothing was sent.") }
    return try withText(text, orIfNull: "", name, work)
}

/// The same for a text that has a meaning when it is not given.
func withText<Result>(
    _ text: UnsafePointer<CChar>?, orIfNull substitute: StaticString, _ name: StaticString,
    _ work: ([UInt8]) throws(DeployError) -> Result
) throws(DeployError) -> Result {
    var bytes: [UInt8]
    if let text {
        bytes = Array(UnsafeRawBufferPointer(start: text, count: platform_length(text)))
        guard !bytes.isEmpty else { throw DeployError(.invalidArgument, "\(name.text) is empty; nothing was sent.") }
    } else {
        bytes = substitute.withUTF8Buffer { Array($0) }
    }
    defer { wipe(&bytes) }
    if let offset = UTF8Sequence.firstFault(in: bytes) {
        throw DeployError(.invalidArgument, "\(name.text) is not valid UTF-8 at byte \(offset); nothing was sent.")
    }
    return try work(bytes)
}
