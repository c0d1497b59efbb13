// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// The request of `call_api`: any other API of the service. One that exists can be sent; whether it makes sense the
    /// service decides.
    public struct CallAPIRequest: Sendable {
        /// The HTTP methods. Only a GET is ever retried.
        public enum Method: String, Sendable {
            case get = "GET"
            case post = "POST"
            case put = "PUT"
            case delete = "DELETE"
            case patch = "PATCH"
        }

        /// One object of wire names, as the client takes it.
        public let json: [UInt8]

        /// - Parameters:
        ///   - path: from the first / on, escaped.
        ///   - query: names and values as they read unescaped.
        ///   - body: any JSON text; not with GET.
        public init(
            _ method: Method, _ path: String, query: [(name: String, value: String)] = [], body: [UInt8]? = nil
        ) throws(DeployError) {
            // Of its own first: inside the request, a text that is no JSON value could pass for further members.
            if let body { _ = try JSONDocument.checked(body, of: "The body", failing: .validation) }
            var json = JSONWriter(reserving: 256 + (body?.count ?? 0))
            json.object { json in
                json.member("method", method.rawValue)
                json.member("path", path)
                if !query.isEmpty {
                    json.name("query")
                    json.object { json in
                        for (name, value) in query { json.namedMember(name, value) }
                    }
                }
                if let body {
                    json.name("body")
                    json.raw(body)
                }
            }
            self.json = json.bytes
            try Validation.check(self.json, Operation.callAPI.request, of: "The request")
        }
    }

    extension JSONWriter {
        /// A member whose name the caller chooses.
        fileprivate mutating func namedMember(_ name: String, _ value: String) {
            var quoted = JSONWriter()
            quoted.string(name)
            rawName(quoted.bytes[...])
            string(value)
        }
    }

    /// The answer of an API that has no types of its own here.
    public struct CallAPIResponse: Sendable {
        /// The service's object, and `_meta`; an array is in `items`.
        public let object: JSONValue

        public init(reading object: JSONValue) {
            self.object = object
        }
    }
#endif
