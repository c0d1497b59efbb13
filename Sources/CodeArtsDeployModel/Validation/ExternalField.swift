/// A field that comes from outside the JSON text: an argument of a C function.
public struct ExternalField: Sendable {
    public let name: StaticString
    public let bytes: [UInt8]

    public init(_ name: StaticString, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    func isNamed(_ other: StaticString) -> Bool { name.matches(other) }
}
