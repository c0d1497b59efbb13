public import CodeArtsDeployC
internal import CodeArtsDeploy
internal import CodeArtsDeployModel

@c @implementation
public func cad_client_fd(_ client: OpaquePointer!) -> Int32 {
    guard let client = try? Client.at(client) else { return -1 }
    return client.descriptor
}

@c @implementation
public func cad_client_next_ready(
    _ client: OpaquePointer!, _ out_operation_id: UnsafeMutablePointer<UInt64>!
) -> cad_status {
    guard let out_operation_id, let client = try? Client.at(client) else { return Status.invalidArgument.rawValue }
    let id = client.nextReady()
    out_operation_id.pointee = id ?? 0
    return (id == nil ? Status.end : Status.ok).rawValue
}
