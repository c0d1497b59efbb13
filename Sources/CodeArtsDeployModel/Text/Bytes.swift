/// Between texts and bytes. Embedded Swift would expand each of these at every use; so each is there once.
extension String {
    @inline(never)
    package init(decoding bytes: UnsafeBufferPointer<UInt8>, as encoding: UTF8.Type) {
        self = Self.decoded(bytes)
    }

    @inline(never)
    package init(decoding bytes: [UInt8], as encoding: UTF8.Type) {
        self = bytes.withUnsafeBufferPointer { Self.decoded($0) }
    }

    @inline(never)
    package init(decoding bytes: ArraySlice<UInt8>, as encoding: UTF8.Type) {
        self = bytes.withUnsafeBufferPointer { Self.decoded($0) }
    }

    /// C's text, up to its NUL.
    @inline(never)
    package init(cString: UnsafePointer<CChar>) {
        let bytes = UnsafeRawPointer(cString).assumingMemoryBound(to: UInt8.self)
        var count = 0
        while bytes[count] != 0 { count += 1 }
        self = Self.decoded(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// For C, followed by a NUL.
    package var nulTerminated: [UInt8] {
        @inline(never)
        get {
            var text = self
            return text.withUTF8 { bytes in
                [UInt8](unsafeUninitializedCapacity: bytes.count + 1) { copy, count in
                    UnsafeMutableRawBufferPointer(copy).copyMemory(from: UnsafeRawBufferPointer(bytes))
                    copy[bytes.count] = 0
                    count = bytes.count + 1
                }
            }
        }
    }

    /// Generic, so that it finds the standard library's own.
    private static func decoded(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension [UInt8] {
    @inline(never)
    package init(_ text: String.UTF8View) {
        var text = String(text)
        // All empty arrays are one, and the next line would write its count.
        guard !text.isEmpty else {
            self = []
            return
        }
        self = text.withUTF8 { bytes in
            [UInt8](unsafeUninitializedCapacity: bytes.count) { copy, count in
                UnsafeMutableRawBufferPointer(copy).copyMemory(from: UnsafeRawBufferPointer(bytes))
                count = bytes.count
            }
        }
    }
}
