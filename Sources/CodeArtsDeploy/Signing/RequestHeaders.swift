/// The header lines of a request, in the order in which they are signed, no name twice.
public struct RequestHeaders: Sendable {
    public private(set) var all: [RequestHeader] = []

    public init(_ headers: [RequestHeader] = []) {
        // As many as a signed request has, so that no line that comes later moves the others.
        all.reserveCapacity(8)
        for header in headers { set(header) }
    }

    /// Adds a line, in place of the one with the same name.
    public mutating func set(_ header: RequestHeader) {
        var at = 0
        while at < all.count {
            let order = all[at].order(relativeTo: header)
            if order == 0 {
                all[at] = header
                return
            }
            if order > 0 { break }
            at += 1
        }
        all.insert(header, at: at)
    }

    /// - Parameter name: in lower case.
    subscript(name: StaticString) -> RequestHeader? {
        all.first { $0.isNamed(name) }
    }
}
