/// Fields that several operations have.
extension Field {
    static let taskID = Field(
        "task_id", .string(.id), in: .path, required: true, "The deployment task, not the application.")
    static let recordID = Field("record_id", .string(.id), in: .path, required: true, "The deployment record.")
    static let appID = Field(
        "app_id", .string(.id), in: .path, required: true, "The application, not its deployment task.")
    static let projectID = project(in: .path)
    static let page = Field("page", .integer(1...99_999), in: .query, required: true, "Which page, from 1.")
    static let size = Field("size", .integer(1...100), in: .query, required: true, "How many to a page.")
    static let startDate = day("start_date", in: .query, "The first day, yyyy-mm-dd.")
    static let endDate = day("end_date", in: .query, "The last day, yyyy-mm-dd.")

    static func project(in place: Place, required: Bool = true) -> Field {
        Field(
            "project_id", .string(.id), in: place, required: required, "The CodeArts project, not the IAM project.",
            isConfigurable: true)
    }

    static func day(_ name: StaticString, in place: Place, _ summary: StaticString) -> Field {
        Field(name, .date, in: place, required: true, summary)
    }

    /// The same member of a request that is not sent as it stands.
    func asOption(required: Bool? = nil) -> Field {
        Field(
            name, shape, in: .option, required: required ?? isRequired, summary, isConfigurable: isConfigurable,
            default: defaultValue, secret: secret)
    }
}

/// The option that every operation takes beside its own fields.
enum CallOptions {
    static let field = Field(
        "_options",
        .object(
            ObjectShape(
                name: "Options",
                fields: [
                    Field("timeout_ms", .integer(1...3_600_000), "The whole call, in ms."),
                    Field("max_attempts", .integer(1...10), "How often it is tried."),
                    Field(
                        "answers", .boolean, "Whether the end of each request is an event.", default: .boolean(false)),
                    Field("traceparent", .string(.traceParent), "The header of W3C Trace Context, sent as it is."),
                ])),
        in: .option, "For each single call to the service; never sent.")
}
