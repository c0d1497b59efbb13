public import CodeArtsDeployC
internal import CPlatform

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
