import CodeArtsDeployModel

extension StartDeployTask {
    /// The body of a start, read as the documents have it.
    ///
    /// On purpose this shares no rule with the client's own validation: a request that slips past the client is
    /// refused here, and a test sees it.
    struct Body {
        let parameters: [DeploymentRecord.Parameter]
        let recordID: String?
        let triggerSource: String?

        /// Only parameters.
        init(_ parameters: [DeploymentRecord.Parameter] = []) {
            self.parameters = parameters
            recordID = nil
            triggerSource = nil
        }

        init(_ json: JSONValue) throws(ServiceError) {
            recordID = try json["record_id"].map { (id) throws(ServiceError) in
                guard let id = id.string, Identifier.isWellFormed(id) else { throw .invalidParameter }
                return id
            }
            triggerSource = try json["trigger_source"].map { (source) throws(ServiceError) in
                guard let source = source.string, source == "0" || source == "1" else { throw .invalidParameter }
                return source
            }
            parameters = try json["params"].map(Self.parameters) ?? []
        }

        static func parameters(_ json: JSONValue) throws(ServiceError) -> [DeploymentRecord.Parameter] {
            guard json.kind == .array else { throw .invalidParameter }
            var parameters: [DeploymentRecord.Parameter] = []
            for element in json.elements {
                if let parameter = try parameter(element) { parameters.append(parameter) }
            }
            return parameters
        }

        /// One parameter; nil for one without key or value, which the service passes over.
        private static func parameter(_ json: JSONValue) throws(ServiceError) -> DeploymentRecord.Parameter? {
            guard json.kind == .object, let type = json["type"]?.string,
                ["text", "host_group", "encrypt", "enum"].contains(type)
            else { throw .invalidParameter }
            let key = try json["key"].map { (key) throws(ServiceError) in
                guard let key = key.string, isKey(key) else { throw .invalidParameter }
                return key
            }
            let value = try json["value"].map { (value) throws(ServiceError) in
                guard let value = value.string, isValue(value) else { throw .invalidParameter }
                return value
            }
            guard let key, let value else { return nil }
            return DeploymentRecord.Parameter(key: key, value: value, type: type)
        }

        private static func isKey(_ text: String) -> Bool {
            (1...128).contains(text.utf8.count)
                && text.utf8.allSatisfy { $0.isASCIILetterOrDigit || "-_.".utf8.contains($0) }
        }

        private static func isValue(_ text: String) -> Bool {
            // The three marks that open an expression, a statement and a comment in the service's templates.
            text.unicodeScalars.count <= 8192
                && !zip(text.utf8, text.utf8.dropFirst()).contains { first, second in
                    first == UInt8(ascii: "{") && "{%#".utf8.contains(second)
                }
        }
    }
}
