public import CodeArtsDeployC
internal import CPlatform
internal import CodeArtsDeployModel

@c @implementation
public func cad_buffer_free(_ buffer: UnsafeMutablePointer<cad_buffer>!) {
    guard let buffer else { return }
    platform_free(buffer.pointee.data)
    buffer.pointee = cad_buffer()
}

extension cad_buffer {
    /// A copy that C can free; empty where memory ran out.
    init(_ document: [UInt8]) {
        self.init()
        guard let memory = platform_allocate(document.count + 1) else { return }
        document.withUnsafeBytes { source in
            if let start = source.baseAddress { memory.copyMemory(from: start, byteCount: source.count) }
        }
        memory.storeBytes(of: 0, toByteOffset: document.count, as: UInt8.self)
        data = memory.assumingMemoryBound(to: CChar.self)
        len = document.count
    }
}

/// What an export that looks for something may come back with.
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
