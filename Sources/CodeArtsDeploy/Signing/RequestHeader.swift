public import CodeArtsDeployModel

/// One header line of a request. What is sent and what is signed are the same bytes.
public struct RequestHeader: Sendable {
    /// In lower case, as it is signed.
    let name: [UInt8]
    /// `Name: value`. Some lines are secrets, so each has an owner that wipes it; and it stays at its address, so that
    /// libcurl can read it where it lies.
    public let line: Secret

    /// - Parameter value: without control characters; space around it is left out, here and on the wire.
    public init(_ name: String, _ value: String) throws(DeployError) {
        let value = Self.trimmed(value.utf8)
        let faults = Self.faults(inName: name) + Self.rule.faults(in: value, path: "headers.\(name)")
        if !faults.isEmpty { throw DeployError(.validation, violations: faults, of: "The request") }
        self.name = name.utf8.map(Self.lowerCase)
        line = Secret((Array("\(name): ".utf8) + value)[...])
    }

    /// - Parameters:
    ///   - prefix: the name as it is sent, colon and space behind it.
    ///   - value: checked before.
    init(prefix: StaticString, checked value: [UInt8]) {
        name = prefix.withUTF8Buffer { $0.dropLast(2).map(Self.lowerCase) }
        line = Secret(value[...], prefix: prefix)
    }

    /// Hands the value to some work, without a copy.
    func withValue<Result>(_ work: (UnsafeRawBufferPointer) -> Result) -> Result {
        line.with(dropping: name.count + 2, work)
    }

    // MARK: Parts

    private static var rule: StringRule { StringRule(length: 0...65_536, alphabet: .printable) }

    private static func faults(inName name: String) -> [Violation] {
        if !name.isEmpty, name.utf8.allSatisfy(isNameByte) { return [] }
        return [
            Violation(path: "headers", rule: .pattern, message: "A header's name has characters that no name can have.")
        ]
    }

    static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return Array(bytes[first...last])
    }

    private static func lowerCase(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    /// What RFC 9110 calls a token.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
