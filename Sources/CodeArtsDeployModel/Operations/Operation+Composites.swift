/// What is made of several calls, and the call of any other API.
extension Operation {
    /// Many starts.
    public static let startMany = Operation(
        "start_many", kind: .composite(.startMany),
        request: ObjectShape(
            name: "StartManyRequest",
            fields: [
                Field(
                    "items", .array(of: StartDeployTaskRequest.itemShape, count: 1...100_000, uniqueBy: nil),
                    in: .option,
                    required: true, "What to start."),
                Field(
                    "results", .string(.oneOf(["collect", "stream"])), in: .option,
                    "collect: all in the result; stream: each as an event.", default: .text("collect")),
                Field("max_in_flight", .integer(1...256), in: .option, "How many at once; else the client's."),
                CallOptions.field,
            ]),
        effect: .starts,
        answers: """
            {items:[{index:integer,status,reply:any,error:any}],\
            counts:{started:integer,refused:integer,not_sent:integer,unknown:integer},\
            _meta:{warning,warnings:[string]}}
            """, summary: "Starts many deployments, so many at once.")

    /// The records of a task, over as many pages and days as it takes.
    public static let listRecords = Operation(
        "list_records", kind: .composite(.listRecords),
        request: ObjectShape(
            name: "ListRecordsRequest",
            fields: [
                Field.taskID.asOption(), Field.projectID.asOption(required: false),
                Field("since", .date, in: .option, "The first day, yyyy-mm-dd; else 92 days ago."),
                Field("until", .date, in: .option, "The last day, yyyy-mm-dd; else today."),
                Field(
                    "limit", .integer(1...10_000), in: .option, "How many at most.",
                    default: .integer(Defaults.records)), CallOptions.field,
            ], rule: .span(from: "since", to: "until", days: .max)),
        effect: .reads,
        answers: """
            {items:[{execution_id,state,type,release_id:integer,operator,nickname,start_time,end_time,duration}],\
            _meta:{attempts:integer,warning,warnings:[string]}}
            """, summary: "Lists the deployments of a task, the newest first.")

    /// Follows a deployment to its end.
    public static let watch = Operation(
        "watch", kind: .composite(.watch),
        request: ObjectShape(
            name: "WatchRequest",
            fields: [Field.taskID.asOption(), Field.recordID.asOption()] + watching + [CallOptions.field]),
        effect: .reads, answers: deployment, summary: "Follows a deployment to its end.")

    /// Starts a deployment and follows it to its end.
    public static let deploy = Operation(
        "deploy", kind: .composite(.deploy),
        request: ObjectShape(
            name: "DeployRequest",
            fields: StartDeployTaskRequest.itemShape.fields.map { $0.asOption() } + watching + [
                Field(
                    "wait_until_idle_ms", .integer(0...86_400_000), in: .option,
                    "How long to wait where the application is being deployed already.", default: .integer(0)),
                Field(
                    "undeclared", .string(.oneOf(["warn", "refuse", "ignore"])), in: .option,
                    "What to do with parameters that the application does not mention; refuse: not to start.",
                    default: .text("warn")),
                Field(
                    "dry_run", .boolean, in: .option, "Only look whether it could be started.",
                    default: .boolean(false)),
                Field(
                    "on_failure", .string(.oneOf(["leave", "rollback"])), in: .option,
                    "rollback: go back to the last record that succeeded.", default: .text("leave")),
                Field(
                    "guard", .boolean, in: .option,
                    "Note the newest record before the start, to clear up a lost answer.", default: .boolean(true)),
                CallOptions.field,
            ]),
        effect: .starts, answers: deployment, summary: "Starts a deployment and follows it to its end.")

    /// Any other operation of the service.
    public static let callAPI = Operation(
        "call_api", kind: .anyCall(method: nil),
        request: ObjectShape(
            name: "CallAPIRequest",
            fields: [
                Field(
                    "method", .string(.oneOf(["GET", "POST", "PUT", "DELETE", "PATCH"])), in: .method, required: true,
                    "The HTTP method; a GET alone is ever repeated."),
                Field("path", .string(.urlPath), in: .path, required: true, "From the first / on, escaped."),
                Field("query", .scalars, in: .query, "The query's names and values, as they read unescaped."),
                Field("body", .any, in: .wholeBody, "Any JSON; not with GET."), CallOptions.field,
            ], rule: .noBodyToGet),
        effect: .unknown, answers: "any", summary: "Calls any other API of the service.")

    private static var watching: [Field] {
        [
            Field(
                "timeout_ms", .integer(1...86_400_000), in: .option, "How long to follow it.",
                default: .integer(Defaults.watchMS)),
            Field(
                "interval_ms", .integer(1...60_000), in: .option,
                "How often to look; below 250 only where the endpoint is this machine.",
                default: .integer(Defaults.intervalMS)),
            Field(
                "on_timeout", leaveOrStop, in: .option, "Whether to stop it when the time is over; else leave it.",
                default: .text("leave")),
            Field(
                "on_cancel", leaveOrStop, in: .option, "Whether to stop it when this is cancelled; else leave it.",
                default: .text("leave")),
            Field("log", .boolean, in: .option, "Whether its log is read.", default: .boolean(true)),
            Field.appID.asOption(required: false), Field.projectID.asOption(required: false),
        ]
    }

    private static var leaveOrStop: Shape { .string(.oneOf(["leave", "stop"])) }

    private static var deployment: ReplyShape {
        """
        {state,record_id,task_id,duration_ms:integer,adopted:boolean,steps:[{name,id,state,elapsed_time:any}],\
        dry_run:boolean,checks:[{name,ok:boolean,message}],\
        _meta:{attempts:integer,warning,warnings:[string]}}
        """
    }
}
