internal import CodeArtsDeployModel

/// What a start was sent with, to tell its record from others.
struct StartedWith {
    /// nil: whatever an earlier record had, so that nothing can be compared.
    private let params: JSONValue?

    /// Names of parameters that the application is known to have.
    private let declared: [String]

    /// A rollback.
    static var earlierRecord: StartedWith { StartedWith(params: nil, declared: []) }

    init(_ request: JSONValue, _ survey: Survey) {
        let params = request["record_id"] == nil ? request["params"] : nil
        self.init(params: params, declared: survey.declared(params))
    }

    private init(params: JSONValue?, declared: [String]) {
        self.params = params
        self.declared = declared
    }

    /// Whether values were sent that no record shows again.
    var hasPrivateValues: Bool { params?.elements.contains { $0["type"].isText("encrypt") } ?? false }

    /// - Parameter theirs: the parameters of a record, `[{"name","type","value"}]`.
    ///
    /// A parameter that the record does not have says nothing, unless the application is known to have it: the service
    /// drops those that it does not know.
    func fits(_ theirs: JSONValue?) -> Bool {
        guard let params, let theirs else { return true }
        return params.elements.allSatisfy { ours in
            guard !ours["type"].isText("encrypt"), let key = ours["key"]?.stringBytes,
                let value = ours["value"]?.stringBytes
            else { return true }
            let same = theirs.elements.first { $0["name"]?.stringBytes?.elementsEqual(key) ?? false }
            guard let theirs = same?["value"] else {
                return !declared.contains { Array($0.utf8).elementsEqual(key) }
            }
            return Self.isSame(value, theirs)
        }
    }

    /// The service may give a text that reads like a number back as one: 8080, and 7 for "007".
    private static func isSame(_ ours: ArraySlice<UInt8>, _ theirs: JSONValue) -> Bool {
        if let text = theirs.stringBytes { return text.elementsEqual(ours) }
        if theirs.raw.elementsEqual(ours) { return true }
        guard theirs.kind == .number else { return false }
        guard let number = theirs.integer, let mine = Int(signed: ours) else {
            // 1.50 and 1.5: what cannot be compared cannot be ruled out.
            return theirs.integer == nil
        }
        return number == mine
    }
}
