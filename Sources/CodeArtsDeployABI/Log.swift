public import CodeArtsDeployC
internal import CPlatform

@c @implementation
public func cad_set_log(_ callback: cad_log!, _ context: UnsafeMutableRawPointer!) {
    platform_log_set_callback(callback, context)
}
