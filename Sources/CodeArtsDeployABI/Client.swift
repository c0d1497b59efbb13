public import CodeArtsDeployC
internal import CodeArtsDeploy
internal import CodeArtsDeployModel

@c @implementation
public func cad_client_new(
    _ config_json: UnsafePointer<CChar>!, _ out_client: UnsafeMutablePointer<OpaquePointer?>!,
    _ out: UnsafeMutablePointer<cad_buffer>!
) -> cad_status {
    out_client?.pointee = nil
    return answer(in: out) { () throws(DeployError) in
        guard let out_client else { throw DeployError(.invalidArgument, "out_client is NULL.") }
        let client = try withJSON(config_json, orIfNull: "{}", "config_json") { text throws(DeployError) in
            Client(try Configuration(text))
        }
        out_client.pointee = OpaquePointer(Unmanaged.passRetained(client).toOpaque())
        return Array("{}".utf8)
    }
}

@c @implementation
public func cad_client_free(_ client: OpaquePointer!) {
    guard let client else { return }
    Unmanaged<Client>.fromOpaque(UnsafeRawPointer(client)).release()
}

@c @implementation
public func cad_client_call(
    _ client: OpaquePointer!, _ operation: UnsafePointer<CChar>!, _ request_json: UnsafePointer<CChar>!,
    _ out: UnsafeMutablePointer<cad_buffer>!
) -> cad_status {
    answer(in: out) { () throws(DeployError) in
        let client = try Client.at(client)
        let operation = try Operation(argument: operation)
        return try withJSON(
            request_json, "request_json", isRetained: operation.isComposite
        ) { text throws(DeployError) in
            try client.call(operation, text)
        }
    }
}

extension Client {
    static func at(_ client: OpaquePointer?) throws(DeployError) -> Client {
        guard let client else { throw DeployError(.invalidArgument, "client is NULL; nothing was sent.") }
        return Unmanaged<Client>.fromOpaque(UnsafeRawPointer(client)).takeUnretainedValue()
    }
}
