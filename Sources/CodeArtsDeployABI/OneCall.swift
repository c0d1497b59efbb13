public import CodeArtsDeployC
internal import CodeArtsDeploy
internal import CodeArtsDeployModel

@c @implementation
public func cad_start_task(
    _ task_id: UnsafePointer<CChar>!, _ json_body: UnsafePointer<CChar>!, _ token: UnsafePointer<CChar>!,
    _ out: UnsafeMutablePointer<cad_buffer>!
) -> cad_status {
    answer(in: out) { () throws(DeployError) in
        try starting { () throws(DeployError) in
            try withText(task_id, "task_id") { task throws(DeployError) in
                try withJSON(json_body, orIfNull: "{}", "json_body") { body throws(DeployError) in
                    let token = try authToken(token)
                    return try DefaultClientCache.shared.current().call(
                        .startDeployTask, body, given: [ExternalField("task_id", task)], token: token)
                }
            }
        }
    }
}

/// A token that is given is taken or refused, never replaced by another one.
private func authToken(_ token: UnsafePointer<CChar>?) throws(DeployError) -> AuthToken? {
    guard let token else { return nil }
    return try withText(token, "token") { bytes throws(DeployError) in try AuthToken(bytes) }
}

/// Whatever fails here before the client takes over was not sent.
private func starting(_ work: () throws(DeployError) -> [UInt8]) throws(DeployError) -> [UInt8] {
    do {
        return try work()
    } catch {
        var error = error
        error.outcome = error.outcome ?? .notSent
        throw error
    }
}
