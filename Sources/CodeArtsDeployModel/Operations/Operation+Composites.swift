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

    /// The task of an application that is known by its name.
    public static let findTask = Operation(
        "find_task", kind: .composite(.findTask),
        request: ObjectShape(
            name: "FindTaskRequest",
            fields: [
                Field(
                    "app", .string(.name), in: .option, required: true,
                    "The application's name, in full; else its id, or that of its task."),
                Field.projectID.asOption(), CallOptions.field,
            ]),
        effect: .reads,
        answers: "{task_id,app_id,name,_meta:{attempts:integer,warning,warnings:[string]}}",
        summary: "Finds the deployment task of the one application that has this name.")

    /// Follows a deployment to its end.
    public static let watch = Operation(
        "watch", kind: .composite(.watch),
        request: ObjectShape(
            name: "WatchRequest",
            fields: [Field.taskID.asOption(), Field.recordID.asOption()] + watching + [CallOptions.field]),
        effect: .reads, answers: deployment, summary: "Follows a deployment to its end.")

    /// Describes a deployment before it is started.
    public static let prepareDeploy = Operation(
        "prepare_deploy", kind: .composite(.prepareDeploy),
        request: ObjectShape(name: "PrepareDeployRequest", fields: deploying + [CallOptions.field]),
        effect: .reads,
        answers: """
            {version:integer,task_id,project_id,app_id,request_digest,baseline:{release_id:integer,since},\
            declared:[string],marker:{name,value},prepared_at,service_time,\
            _meta:{attempts:integer,warning,warnings:[string]}}
            """,
        summary: "Describes a deployment before its start, so that deploy can start and settle it.")

    /// Starts a deployment and follows it to its end.
    public static let deploy = Operation(
        "deploy", kind: .composite(.deploy),
        request: ObjectShape(
            name: "DeployRequest",
            fields: deploying + [
                Field(
                    "dry_run", .boolean, in: .option, "Only look whether it could be started.",
                    default: .boolean(false)),
                Field(
                    "intent", .object(intent), in: .option,
                    "What prepare_deploy answered to the same request: start by it."),
                Field(
                    "settle", .boolean, in: .option, "Start nothing, and tell what became of the intent.",
                    default: .boolean(false)),
            ] + journaling + [CallOptions.field],
            rule: .companions(
                needs: [("settle", "intent"), ("resume", "journal"), ("on_unknown", "resume")],
                excludes: [("journal", "intent"), ("dry_run", "settle")])),
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

    /// What a deployment is started and followed with.
    static var deploying: [Field] {
        StartDeployTaskRequest.itemShape.fields.map { $0.asOption() } + watching + [
            Field(
                "wait_until_idle_ms", .integer(0...86_400_000), in: .option,
                "How long to wait where the application is being deployed already.", default: .integer(0)),
            Field(
                "undeclared", .string(.oneOf(["warn", "refuse", "ignore"])), in: .option,
                "What to do with parameters that the application does not mention; refuse: not to start.",
                default: .text("warn")),
            Field(
                "on_failure", .string(.oneOf(["leave", "rollback"])), in: .option,
                "rollback: go back to the last record that succeeded.", default: .text("leave")),
            Field(
                "guard", .boolean, in: .option,
                "Note the newest record before the start, to clear up a lost answer.", default: .boolean(true)),
            Field(
                "marker", .string(.parameterKey), in: .option,
                "A text parameter that the application declares: it gets a UUID, by which the record is known again."),
        ]
    }

    static var journaling: [Field] {
        [
            Field(
                "journal", .string(.fileName), in: .option,
                "A file that tells how far it is: a driver that resumes it starts nothing twice."),
            Field(
                "resume", .boolean, in: .option, "Go on with the deployment that the journal tells of.",
                default: .boolean(false)),
            Field(
                "on_unknown", .string(.oneOf(["stop", "start"])), in: .option,
                "Where the journal has an intent and no record of it is found; start: start it again.",
                default: .text("stop")),
        ]
    }

    /// What prepare_deploy answers.
    private static var intent: ObjectShape {
        ObjectShape(
            name: "DeployIntent",
            fields: [
                Field("version", .integer(1...1), required: true, "Of this form."),
                Field("task_id", .string(.id), required: true, "The deployment task."),
                Field("project_id", .string(.id), "The CodeArts project."),
                Field("app_id", .string(.id), "The application."),
                Field("request_digest", .string(.digest), required: true, "SHA-256 of the request, without secrets."),
                Field(
                    "baseline",
                    .object(
                        ObjectShape(
                            name: "Baseline",
                            fields: [
                                Field("release_id", .integer(0...1 << 53), required: true, "Of the newest record."),
                                Field("since", .date, required: true, "From which day on records are compared."),
                            ])), "The newest record before the start."),
                Field(
                    "declared", .texts(.parameterKey, count: 0...EnvExecutionBody.maxParams),
                    "Parameters of the request that the application declares."),
                Field(
                    "marker",
                    .object(
                        ObjectShape(
                            name: "Marker",
                            fields: [
                                Field("name", .string(.parameterKey), required: true, "Of the parameter."),
                                Field("value", .string(.parameterValue), required: true, "A UUID."),
                            ])), "The parameter by which the record is known again."),
                Field("prepared_at", .string(.anyText), "By the clock of the machine that prepared it."),
                Field("service_time", .string(.anyText), "By the service's clock."),
                Field("_meta", .any, "Not read."),
            ])
    }

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
        settled,reason,candidates:[string],\
        _meta:{attempts:integer,warning,warnings:[string]}}
        """
    }
}
