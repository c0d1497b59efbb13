import NIOHTTP1

/// `path`, `method`: which requests an order counts and strikes.
struct RequestFilter {
    /// What the path must contain; nil: anything.
    let path: String?
    let method: HTTPMethod?

    func matches(_ request: Request) -> Bool {
        (method == nil || method == request.method) && (path.map { request.path.contains($0) } ?? true)
    }
}
