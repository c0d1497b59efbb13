extension StaticString {
    /// Byte for byte: `String ==` would also take canonically equivalent spellings, which are other names in JSON.
    package func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == utf8CodeUnitCount else { return false }
        return withUTF8Buffer { $0.elementsEqual(bytes) }
    }

    package var text: String { withUTF8Buffer { String(decoding: $0, as: UTF8.self) } }
}
