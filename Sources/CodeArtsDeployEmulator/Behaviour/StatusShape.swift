/// The shapes in which the status of a deployment was seen.
enum StatusShape: String {
    /// `{"status":"success","result":{"status","step_state":[{"name","status"…}]…}}`
    case documented
    /// The same with `state` and `step_states`.
    case renamed
    /// `{"status","elapsed_time","step_state":[…]}`, nothing around it.
    case flatStatus = "flat_status"
    /// `{"state","step_states":["initial: succeeded"]…}`, nothing around it.
    case flat

    var isWrapped: Bool { self == .documented || self == .renamed }

    var stateName: StaticString { self == .documented || self == .flatStatus ? "status" : "state" }

    var stepsName: StaticString { self == .documented || self == .flatStatus ? "step_state" : "step_states" }
}
