public import CodeArtsDeployC
internal import CodeArtsDeployModel

@c @implementation
public func cad_status_name(_ status: cad_status) -> UnsafePointer<CChar>! {
    (Status(rawValue: status).name ?? "CAD_E_UNKNOWN").cString
}

extension StaticString {
    /// For the life of the process, and with a NUL at its end, as literals have it.
    var cString: UnsafePointer<CChar> { UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self) }
}
