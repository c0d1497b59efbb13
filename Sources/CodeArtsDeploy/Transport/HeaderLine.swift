internal import CodeArtsDeployModel

/// One header line as libcurl delivers it, its line end included.
enum HeaderLine {
    static func isStatus(_ line: UnsafeRawBufferPointer) -> Bool {
        line.first == UInt8(ascii: "H") && line.starts(with: "HTTP/".utf8)
    }

    /// The value of a header with this lower-case name; nil for any other header, and for what is not UTF-8.
    static func value(of name: StaticString, in line: UnsafeRawBufferPointer) -> String? {
        let length = name.utf8CodeUnitCount
        guard line.count > length, line[length] == UInt8(ascii: ":") else { return nil }
        let isThisOne = name.withUTF8Buffer { name in name.indices.allSatisfy { name[$0] == line[$0] | 0x20 } }
        guard isThisOne else { return nil }
        var value = Array(line.dropFirst(length + 1))
        while let last = value.last, last <= 0x20 { value.removeLast() }
        let text = Array(value.drop { $0 <= 0x20 })
        guard !text.isEmpty, UTF8Sequence.firstFault(in: text) == nil else { return nil }
        return String(decoding: text, as: UTF8.self)
    }
}
