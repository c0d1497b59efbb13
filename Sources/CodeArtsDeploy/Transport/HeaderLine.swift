internal import CodeArtsDeployModel

/// One header line as libcurl delivers it, its line end included.
enum HeaderLine {
    static func isStatus(_ line: UnsafeRawBufferPointer) -> Bool {
        let start: StaticString = "HTTP/"
        return line.count >= start.utf8CodeUnitCount
            && start.withUTF8Buffer { start in start.indices.allSatisfy { start[$0] == line[$0] } }
    }

    /// The value of a header with this lower-case name; nil for any other header, and for what is not UTF-8.
    static func value(of name: StaticString, in line: UnsafeRawBufferPointer) -> String? {
        guard let text = bytes(of: name, in: line), UTF8Sequence.firstFault(in: text) == nil else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    /// The same for a value that must never become a `String`.
    static func secret(of name: StaticString, in line: UnsafeRawBufferPointer) -> Secret? {
        guard var text = bytes(of: name, in: line) else { return nil }
        defer { wipe(&text) }
        return Secret(text[...])
    }

    private static func bytes(of name: StaticString, in line: UnsafeRawBufferPointer) -> [UInt8]? {
        let length = name.utf8CodeUnitCount
        guard line.count > length, line[length] == UInt8(ascii: ":") else { return nil }
        let isThisOne = name.withUTF8Buffer { name in name.indices.allSatisfy { name[$0] == line[$0] | 0x20 } }
        guard isThisOne else { return nil }
        var value = line.dropFirst(length + 1)
        while let last = value.last, last <= 0x20 { value = value.dropLast() }
        value = value.drop { $0 <= 0x20 }
        return value.isEmpty ? nil : Array(UnsafeRawBufferPointer(rebasing: value))
    }
}
