internal import CodeArtsDeployModel

extension PreparedRequest {
    /// Refuses what cannot be told by the shape of a request: an intent of another one, and a marker that is a parameter
    /// already.
    func refuseForeignIntent() throws(DeployError) {
        guard case .composite = operation.kind, let request = arguments?.root else { return }
        if let digest = request["intent"]?["request_digest"], let text = digest.string,
            text != RequestDigest.text(of: request)
        {
            throw refusal(
                "intent.request_digest", digest,
                "The intent was prepared for another request: its task, parameters, record_id and trigger_source must be the same."
            )
        }
        try refuseTakenMarker(request["marker"], of: request)
        guard let items = request["items"] else { return }
        for item in items.elements { try refuseTakenMarker(item["marker"] ?? request["marker"], of: item) }
    }

    private func refuseTakenMarker(_ marker: JSONValue?, of request: JSONValue) throws(DeployError) {
        guard let marker, let name = marker.stringBytes, let params = request["params"],
            params.elements.contains(where: { $0["key"]?.stringBytes?.elementsEqual(name) ?? false })
        else { return }
        throw refusal(
            marker.path, marker, "A parameter of this name is among params; the marker gets a value of its own.")
    }

    private func refusal(_ path: String, _ value: JSONValue, _ message: String) -> DeployError {
        DeployError(
            .validation,
            violations: [Violation(path: path, rule: .conflict, message: message, position: value.position)],
            of: "The request", outcome: operation.startsDeployment ? .notSent : nil)
    }
}
