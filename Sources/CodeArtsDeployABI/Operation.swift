public import CodeArtsDeployC
internal import CodeArtsDeploy
internal import CodeArtsDeployModel

@c @implementation
public func cad_client_submit(
    _ client: OpaquePointer!, _ operation: UnsafePointer<CChar>!, _ request_json: UnsafePointer<CChar>!,
    _ out_operation: UnsafeMutablePointer<OpaquePointer?>!, _ out: UnsafeMutablePointer<cad_buffer>!
) -> cad_status {
    begin(client, operation, request_json, out_operation, out) { client, operation, text throws(DeployError) in
        try client.submit(operation, text)
    }
}

@c @implementation
public func cad_client_prepare(
    _ client: OpaquePointer!, _ operation: UnsafePointer<CChar>!, _ request_json: UnsafePointer<CChar>!,
    _ out_operation: UnsafeMutablePointer<OpaquePointer?>!, _ out: UnsafeMutablePointer<cad_buffer>!
) -> cad_status {
    begin(client, operation, request_json, out_operation, out) { client, operation, text throws(DeployError) in
        try client.prepare(operation, text)
    }
}

/// A checked request becomes an operation, which whoever asked for it frees.
private func begin(
    _ client: OpaquePointer?, _ operation: UnsafePointer<CChar>?, _ request_json: UnsafePointer<CChar>?,
    _ out_operation: UnsafeMutablePointer<OpaquePointer?>?, _ out: UnsafeMutablePointer<cad_buffer>?,
    _ work: (Client, Operation, [UInt8]) throws(DeployError) -> RunningOperation
) -> cad_status {
    out_operation?.pointee = nil
    return answer(in: out) { () throws(DeployError) in
        let client = try Client.at(client)
        guard let out_operation else {
            throw DeployError(.invalidArgument, "out_operation is NULL; nothing was sent.")
        }
        let operation = try Operation(argument: operation)
        let running = try withJSON(
            request_json, "request_json", isRetained: operation.isComposite
        ) { text throws(DeployError) in
            try work(client, operation, text)
        }
        out_operation.pointee = OpaquePointer(Unmanaged.passRetained(running).toOpaque())
        return Array("{}".utf8)
    }
}

@c @implementation
public func cad_operation_id(_ operation: OpaquePointer!) -> UInt64 { RunningOperation.at(operation)?.id ?? 0 }

@c @implementation
public func cad_operation_wait(
    _ operation: OpaquePointer!, _ timeout_ms: Int32, _ out: UnsafeMutablePointer<cad_buffer>!
) -> cad_status {
    answer(in: out) { () throws(DeployError) in
        guard let result = try RunningOperation.checked(operation).wait(timeoutMS: timeout_ms) else { return .pending }
        return .document(result)
    }
}

@c @implementation
public func cad_operation_next_event(
    _ operation: OpaquePointer!, _ timeout_ms: Int32, _ out: UnsafeMutablePointer<cad_buffer>!
) -> cad_status {
    answer(in: out) { () throws(DeployError) in
        switch try RunningOperation.checked(operation).nextEvent(timeoutMS: timeout_ms) {
        case .event(let event): .document(event)
        case .none: .pending
        case .end: .end
        }
    }
}

@c @implementation
public func cad_operation_cancel(_ operation: OpaquePointer!) {
    RunningOperation.at(operation)?.cancel()
}

@c @implementation
public func cad_operation_free(_ operation: OpaquePointer!) {
    guard let operation, let running = RunningOperation.at(operation) else { return }
    running.release()
    Unmanaged<RunningOperation>.fromOpaque(UnsafeRawPointer(operation)).release()
}

extension RunningOperation {
    fileprivate static func at(_ operation: OpaquePointer?) -> RunningOperation? {
        operation.map { Unmanaged<RunningOperation>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
    }

    fileprivate static func checked(_ operation: OpaquePointer?) throws(DeployError) -> RunningOperation {
        guard let running = at(operation) else { throw DeployError(.invalidArgument, "operation is NULL.") }
        return running
    }
}
