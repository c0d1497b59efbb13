/// A request whose client waits until somebody says go.
struct HeldRequest {
    let outlet: ResponseWriter
    let resume: () -> Void
}
