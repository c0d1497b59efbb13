internal import CodeArtsDeployC
internal import CodeArtsDeploy

@c @implementation
public func cad_version() -> UnsafePointer<CChar>! { Library.version.cString }

@c @implementation
public func cad_abi_version() -> UInt32 { UInt32(CAD_ABI_VERSION) }
