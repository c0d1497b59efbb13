public import CodeArtsDeployModel

/// One header line of a request. What is sent and what is signed are the same bytes.
public struct RequestHeader: Sendable {
    /// `Name: value`. Some lines are secrets, so each has an owner that wipes it; and it stays at its address, so that
    /// libcurl can read it where it lies.
    public let line: Secret
    private let nameCount: Int
    /// Whether a signature covers the line. The gateway drops names with an underscore; proxies on the way may replace
    /// traceparent; and the signature itself is left out, so that a signed request can be signed again.
    let isSigned: Bool

    private init(_ line: Secret, nameCount: Int) {
        let unsigned: [StaticString] = ["authorization", "traceparent"]
        self.line = line
        self.nameCount = nameCount
        isSigned = line.with { line in
            let name = UnsafeRawBufferPointer(rebasing: line.prefix(nameCount))
            return !name.contains(UInt8(ascii: "_")) && !unsigned.contains { Self.matches(name, $0) }
        }
    }

    /// - Parameter value: without control characters; space around it is left out, here and on the wire.
    public init(_ name: String, _ value: String) throws(DeployError) {
        let value = Self.trimmed(Array(value.utf8))
        let faults = Self.faults(inName: name) + Self.faults(inValue: value, of: name)
        if !faults.isEmpty { throw DeployError(.validation, violations: faults, of: "The request") }
        self.init(Secret((Array("\(name): ".utf8) + value)[...]), nameCount: name.utf8.count)
    }

    /// - Parameters:
    ///   - prefix: the name as it is sent, with colon and space.
    ///   - value: checked before.
    init(prefix: StaticString, checked value: [UInt8]) {
        self.init(Secret(value[...], prefix: prefix), nameCount: prefix.utf8CodeUnitCount - 2)
    }

    /// Space around a value is not part of it.
    static func trimmed(_ value: some BidirectionalCollection<UInt8>) -> [UInt8] {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = value.firstIndex(where: { !isSpace($0) }), let last = value.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return Array(value[first...last])
    }

    private static func faults(inName name: String) -> [Violation] {
        if !name.isEmpty, Array(name.utf8).allSatisfy(isNameByte) { return [] }
        return [
            Violation(path: "headers", rule: .pattern, message: "A header's name has characters that no name can have.")
        ]
    }

    private static func faults(inValue value: [UInt8], of name: String) -> [Violation] {
        StringRule(length: 0...65_536, alphabet: .printable).faults(in: value, path: "headers.\(name)")
    }

    private static var marks: StaticString { "!#$%&'*+-.^_`|~" }

    /// What RFC 9110 calls a token.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: marks.withUTF8Buffer { $0.contains(byte) }
        }
    }
}

// MARK: - As it is signed

extension RequestHeader {
    /// - Parameter other: in lower case.
    func isNamed(_ other: StaticString) -> Bool {
        withName { Self.matches($0, other) }
    }

    private static func matches(_ name: UnsafeRawBufferPointer, _ other: StaticString) -> Bool {
        guard name.count == other.utf8CodeUnitCount else { return false }
        return other.withUTF8Buffer { other in
            for at in 0..<other.count where lowerCase(name[at]) != other[at] { return false }
            return true
        }
    }

    /// The order of names in a signature: below, at or above 0, as this one is before, equal to or after the other.
    func order(relativeTo other: RequestHeader) -> Int {
        withName { mine in
            other.withName { others in
                for at in 0..<min(mine.count, others.count) {
                    let difference = Int(Self.lowerCase(mine[at])) - Int(Self.lowerCase(others[at]))
                    if difference != 0 { return difference }
                }
                return mine.count - others.count
            }
        }
    }

    /// Appends the name in lower case.
    func appendName(to text: inout some ByteSink) {
        withName { name in
            withUnsafeTemporaryAllocation(byteCount: name.count, alignment: 1) { lowered in
                for at in 0..<name.count { lowered[at] = Self.lowerCase(name[at]) }
                text.append(UnsafeRawBufferPointer(lowered))
            }
        }
    }

    /// The value where it lies, for as long as the work runs.
    func withValue<Result>(_ work: (UnsafeRawBufferPointer) -> Result) -> Result {
        line.with(dropping: nameCount + 2, work)
    }

    private func withName<Result>(_ work: (UnsafeRawBufferPointer) -> Result) -> Result {
        line.with { work(UnsafeRawBufferPointer(rebasing: $0.prefix(nameCount))) }
    }

    private static func lowerCase(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
