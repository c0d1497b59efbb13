/// Comparisons go byte for byte: `String ==` would also take canonically equivalent spellings, which are other names in
/// JSON.
extension StaticString {
    /// In place of the standard library's own, which also has to do with a single character that is kept as a number: a
    /// literal of this type never is.
    package func withUTF8Buffer<Result>(_ work: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        work(UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
    }

    package func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == utf8CodeUnitCount else { return false }
        return withUTF8Buffer { name in
            var at = bytes.startIndex
            for byte in name {
                if byte != bytes[at] { return false }
                at += 1
            }
            return true
        }
    }

    /// The same for the part of an array that starts at an offset and is as long as this text.
    func matches(_ bytes: [UInt8], at start: Int) -> Bool {
        withUTF8Buffer { name in
            var at = start
            for byte in name {
                if byte != bytes[at] { return false }
                at += 1
            }
            return true
        }
    }

    package func matches(_ other: StaticString) -> Bool {
        guard other.utf8CodeUnitCount == utf8CodeUnitCount else { return false }
        return withUTF8Buffer { mine in other.withUTF8Buffer { mine.elementsEqual($0) } }
    }

    package var text: String { withUTF8Buffer { String(decoding: $0, as: UTF8.self) } }
}
