import CodeArtsDeployModel

/// A router by the library's operation table, so that paths are written in one place only.
struct Router {
    /// Does an operation's work. It makes records only when it is sure to answer 200.
    typealias Handler = (Call, ServiceState) throws(ServiceError) -> Reply

    private struct Route {
        let name: String
        let method: String
        let segments: [Substring]
        let handler: Handler
    }

    private let routes: [Route]

    /// - Parameter handlers: By the operations' names. An operation without one is unknown to the emulator.
    init(handlers: [String: Handler]) {
        routes = Operation.all.compactMap { operation in
            handlers["\(operation.name)"].map {
                Route(
                    name: "\(operation.name)", method: "\(operation.method)",
                    segments: Self.segments("\(operation.path)"[...]), handler: $0)
            }
        }
    }

    /// The operation of a request, its handler, and the call for it; nil where none has such a method and path.
    func route(_ request: Request) -> (name: String, handler: Handler, call: Call)? {
        let segments = Self.segments(request.path)
        // A gateway follows dots before it looks for the operation, so they never are an id.
        guard !segments.contains(where: { $0 == "." || $0 == ".." }) else { return nil }
        for route in routes where route.method == request.method.rawValue {
            if let parameters = Self.match(segments, route.segments) {
                return (route.name, route.handler, Call(request: request, parameters: parameters))
            }
        }
        return nil
    }

    /// The values of a path's `{parameters}`; nil where the path is another one.
    private static func match(_ segments: [Substring], _ template: [Substring]) -> [Substring: Substring]? {
        guard segments.count == template.count else { return nil }
        var parameters: [Substring: Substring] = [:]
        for (segment, pattern) in zip(segments, template) {
            if pattern.hasPrefix("{"), !segment.isEmpty {
                parameters[pattern.dropFirst().dropLast()] = segment
            } else if segment != pattern {
                return nil
            }
        }
        return parameters
    }

    /// Empty segments count: `/v2/tasks//start` is no path of the service.
    private static func segments(_ path: Substring) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }
}
