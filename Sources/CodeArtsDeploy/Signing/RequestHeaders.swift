internal import CodeArtsDeployModel

/// The header lines of a request, in the order in which they are signed, no name twice.
public struct RequestHeaders: Sendable {
    public private(set) var all: [RequestHeader] = []

    public init(_ headers: [RequestHeader] = []) {
        all.reserveCapacity(headers.count + 4)
        for header in headers { set(header) }
    }

    /// Adds a line, in place of the one with the same name.
    public mutating func set(_ header: RequestHeader) {
        var at = 0
        while at < all.count, all[at].name.lexicographicallyPrecedes(header.name) { at += 1 }
        if at < all.count, all[at].name == header.name {
            all[at] = header
        } else {
            all.insert(header, at: at)
        }
    }

    subscript(name: StaticString) -> RequestHeader? {
        all.first { name.matches($0.name[...]) }
    }

    /// The lines that a signature covers. The service's gateway drops names with an underscore; the signature itself
    /// is none of them, so that a signed request can be signed again.
    var signed: [RequestHeader] {
        let authorization: StaticString = "authorization"
        return all.filter { !$0.name.contains(UInt8(ascii: "_")) && !authorization.matches($0.name[...]) }
    }
}
