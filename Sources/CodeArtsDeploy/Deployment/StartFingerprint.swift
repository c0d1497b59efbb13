internal import CodeArtsDeployModel

/// A start's fingerprint: what it was sent with, to tell its record from others.
struct StartFingerprint {
    /// A comparison's result: what the parameters of a record say about whose it is.
    enum Comparison {
        case different
        case same
        /// It has this start's marker: it is this start's, whoever else has started the same.
        case marked
        /// Nothing that was sent shows there.
        case untold
    }

    /// nil: whatever an earlier record had, so that nothing can be compared.
    private let params: JSONValue?

    /// Names of parameters that the application is known to have.
    private let declared: [String]
    private let marker: StartMarker?

    /// A rollback.
    static var earlierRecord: StartFingerprint { StartFingerprint(params: nil, declared: [], marker: nil) }

    init(of request: JSONValue, intent: DeployIntent) {
        let params = request["record_id"] == nil ? request["params"] : nil
        self.init(params: params, declared: intent.declared, marker: intent.marker)
    }

    private init(params: JSONValue?, declared: [String], marker: StartMarker?) {
        self.params = params
        self.declared = declared
        self.marker = marker
    }

    /// Whether values were sent that no record shows again.
    var hasPrivateValues: Bool { params?.elements.contains { $0["type"].isText("encrypt") } ?? false }

    /// - Parameter theirs: the parameters of a record, `[{"name","type","value"}]`.
    ///
    /// A parameter that the record does not have says nothing, unless the application is known to have it: the service
    /// drops those that it does not know. An encrypted one says nothing either, whoever calls it that.
    func compared(with theirs: JSONValue?) -> Comparison {
        if let marker, let theirs { return theirs.has(marker) ? .marked : .different }
        guard let params, let theirs else { return .untold }
        var comparison = Comparison.untold
        for ours in params.elements {
            guard !ours["type"].isText("encrypt"), let key = ours["key"]?.stringBytes,
                let value = ours["value"]?.stringBytes
            else { continue }
            guard let same = theirs.elements.first(where: { $0["name"]?.stringBytes?.elementsEqual(key) ?? false })
            else {
                if declared.contains(where: { Array($0.utf8).elementsEqual(key) }) { return .different }
                continue
            }
            guard !same["type"].isText("encrypt"), let shown = same["value"] else { continue }
            guard Self.isSame(value, shown) else { return .different }
            comparison = .same
        }
        return comparison
    }

    /// The service may give a text that reads like a number back as one: 8080, 7 for "007", 1.5 for "1.50".
    private static func isSame(_ ours: ArraySlice<UInt8>, _ theirs: JSONValue) -> Bool {
        if let text = theirs.stringBytes { return text.elementsEqual(ours) }
        if theirs.raw.elementsEqual(ours) { return true }
        guard theirs.kind == .number, let number = DecimalNumber(theirs.raw) else { return false }
        return DecimalNumber(ours) == number
    }
}

extension JSONValue {
    /// Of the parameters of a record.
    fileprivate func has(_ marker: StartMarker) -> Bool {
        elements.contains { element in
            guard let name = element["name"]?.string, let value = element["value"]?.string else { return false }
            return name == marker.name && value == marker.value
        }
    }
}
