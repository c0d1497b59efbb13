internal import CodeArtsDeployModel

/// The service's base URL: `https://host[:port][/path]`.
struct Endpoint: Sendable, Equatable {
    /// Without a slash at its end, so that an operation's path follows directly.
    let url: String
    let isEncrypted: Bool
    /// The host is this machine: http is no risk, and no proxy can reach it.
    let isLoopback: Bool
    /// In lower case; with its port as it was written.
    let host: String
    let authority: String

    /// The reason why a text is no endpoint: a sentence for a person.
    struct Fault: Error {
        let message: String
    }

    init(_ text: String) throws(Fault) {
        let bytes = Array(text.utf8)
        if let form = SecretForm.fault(in: bytes[...], isOneWord: true) { throw Fault(message: form) }
        guard let scheme = Self.scheme(of: bytes) else {
            throw Fault(message: "An endpoint starts with https:// (or http://).")
        }
        let rest = bytes.dropFirst(scheme.utf8CodeUnitCount)
        let authority = rest.prefix { $0 != UInt8(ascii: "/") }
        let path = rest.dropFirst(authority.count)
        let host = try Self.host(of: authority)
        guard path.allSatisfy(Self.isPathByte) else {
            throw Fault(message: "The path of an endpoint has no query, no fragment and no special characters.")
        }
        let dots: [StaticString] = [".", ".."]
        let steps = path.parts(between: UInt8(ascii: "/"))
        guard !steps.contains(where: { step in dots.contains { $0.matches(step) } }) else {
            throw Fault(message: "The path of an endpoint has no . and .. in it.")
        }
        var url = bytes
        while url.last == UInt8(ascii: "/") { url.removeLast() }
        self.url = String(decoding: url, as: UTF8.self)
        isEncrypted = scheme.matches(Self.schemes[0])
        isLoopback = Self.isLoopback(host)
        self.host = String(decoding: Self.lowerCase(host), as: UTF8.self)
        self.authority = String(decoding: Self.lowerCase(authority), as: UTF8.self)
    }

    /// The steps of its path.
    var path: [ArraySlice<UInt8>] {
        Array(url.utf8)[...].parts(between: UInt8(ascii: "/")).dropFirst(3).filter { !$0.isEmpty }
    }

    private static var schemes: [StaticString] { ["https://", "http://"] }

    private static func scheme(of bytes: [UInt8]) -> StaticString? {
        schemes.first { $0.matches(lowerCase(bytes.prefix($0.utf8CodeUnitCount))) }
    }

    private static func lowerCase(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }[...]
    }

    private static func host(of authority: ArraySlice<UInt8>) throws(Fault) -> ArraySlice<UInt8> {
        guard !authority.contains(UInt8(ascii: "@")) else {
            throw Fault(message: "An endpoint must not contain a user name or password.")
        }
        let host: ArraySlice<UInt8>
        if authority.first == UInt8(ascii: "[") {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else {
                throw Fault(message: "The host lacks its closing bracket.")
            }
            host = authority[...end]
        } else {
            host = authority.prefix { $0 != UInt8(ascii: ":") }
        }
        guard !host.isEmpty, host.allSatisfy(isHostByte) else {
            throw Fault(message: "The host has no name, or characters that no host has.")
        }
        let port = authority.dropFirst(host.count)
        if !port.isEmpty {
            guard port.first == UInt8(ascii: ":"), let number = Int(digits: port.dropFirst()),
                (1...65_535).contains(number)
            else { throw Fault(message: "The port must be a number from 1 to 65535.") }
        }
        return host
    }

    private static func isLoopback(_ host: ArraySlice<UInt8>) -> Bool {
        let name = lowerCase(host)
        let names: [StaticString] = ["localhost", "[::1]"]
        if names.contains(where: { $0.matches(name) }) { return true }
        let parts = host.parts(between: UInt8(ascii: "."))
        return parts.count == 4 && Int(digits: parts[0]) == 127
            && parts.allSatisfy { part in part.count <= 3 && Int(digits: part).map { $0 < 256 } ?? false }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
            && byte != UInt8(ascii: "\\")
    }
}
