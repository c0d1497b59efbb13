import CodeArtsDeployModel

/// The name of a parameter: its key and its type. A key has no colon.
struct ParameterName {
    let key: String
    /// nil if none is given.
    let type: String?

    /// - Parameter name: `key` or `key:type`.
    init(_ name: String) {
        let parts = name.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        key = String(parts[0]) ?? ""
        type = parts.count == 2 ? String(parts[1]) : nil
    }
}

/// A parameter of a start, and the place that it was written at.
struct Parameter {
    /// nil if an element of a file has none, which the library reports.
    let key: String?
    let type: String?
    /// `--param number 2`; `params.json, line 3, column 5`.
    let place: String
    /// The element of `params`. May contain a secret.
    let json: [UInt8]

    /// - Parameter value: may be a secret.
    init(_ key: String, type: String, _ value: [UInt8], at place: String) throws(DeployError) {
        self.key = key
        self.type = type
        self.place = place
        json = jsonObject {
            $0.member("key", key)
            $0.name("value")
            $0.string(utf8: value)
            $0.member("type", type)
        }
        try check(value)
    }

    /// One that is JSON already.
    init(_ element: JSONValue, at place: String) throws(DeployError) {
        key = element["key"]?.string
        type = element["type"]?.string
        self.place = place
        json = Array(element.raw)
        // The library reports a value that is missing or not a text.
        if let value = element["value"]?.stringBytes { try check(Array(value)) }
    }

    /// An empty secret is nearly always an empty variable or a missed key.
    private func check(_ value: [UInt8]) throws(DeployError) {
        if let offset = UTF8Sequence.firstFault(in: value) {
            throw fault(.encoding, "The value is not UTF-8 from byte \(offset + 1) on.")
        }
        if type == "encrypt", value.isEmpty {
            throw fault(
                .length,
                "The secret \(key ?? "") is empty. If it is meant to be, write --param \(key ?? ""):text= instead.")
        }
    }

    func fault(_ rule: Rule, _ message: String) -> DeployError {
        var error = DeployError(.invalidArgument, "\(place): \(message) Nothing was sent.", outcome: .notSent)
        error.violations = [Violation(path: place, rule: rule, message: message)]
        return error
    }
}
