internal import CodeArtsDeployC
internal import CodeArtsDeployModel

// The conventions that every export with an answer obeys.

/// An export's answer.
enum Answer {
    case document([UInt8])
    /// There is nothing yet.
    case pending
    /// There will be nothing more.
    case end
}

/// Runs the work of an export and puts its document, or that of its error, where the caller wants it. Without a place
/// for the answer nothing is run: a start whose record id is lost is worse than none.
func answer(
    in out: UnsafeMutablePointer<cad_buffer>?, _ work: () throws(DeployError) -> Answer
) -> cad_status {
    guard let out else { return Status.invalidArgument.rawValue }
    out.pointee = cad_buffer()
    do {
        switch try work() {
        case .document(let document):
            out.pointee = cad_buffer(document)
            return Status.ok.rawValue
        case .pending: return Status.pending.rawValue
        case .end: return Status.end.rawValue
        }
    } catch {
        out.pointee = cad_buffer(error.document)
        return error.status.rawValue
    }
}

/// The same for one that always has a document.
func answer(
    in out: UnsafeMutablePointer<cad_buffer>?, _ work: () throws(DeployError) -> [UInt8]
) -> cad_status {
    answer(in: out) { () throws(DeployError) -> Answer in .document(try work()) }
}
