internal import CodeArtsDeploy

/// Runs when the library is loaded, before any thread can be inside it.
@section(".init_array")
@used
private let atLoad: @convention(c) () -> Void = {
    Globals.make()
}
