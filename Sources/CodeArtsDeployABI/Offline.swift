public import CodeArtsDeployC
internal import CodeArtsDeploy
internal import CodeArtsDeployModel

@c @implementation
public func cad_validate(
    _ operation: UnsafePointer<CChar>!, _ request_json: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<cad_buffer>!
) -> cad_status {
    answer(in: out) { () throws(DeployError) in
        let operation = try Operation(argument: operation)
        return try withJSON(request_json, "request_json") { text throws(DeployError) in
            try PreparedRequest(operation, text).summary
        }
    }
}

extension Operation {
    init(argument: UnsafePointer<CChar>?) throws(DeployError) {
        self = try withText(argument, "operation") { name throws(DeployError) in try Operation(named: name) }
    }
}

@c @implementation
public func cad_schema(_ operation: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<cad_buffer>!) -> cad_status {
    answer(in: out) { () throws(DeployError) -> [UInt8] in
        guard let operation else { return Schema.openAPI(version: Library.version, configuration: Configuration.shape) }
        return Schema.document(of: try Operation(argument: operation))
    }
}
