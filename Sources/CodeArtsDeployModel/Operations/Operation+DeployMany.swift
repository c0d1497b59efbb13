extension Operation {
    /// A release: many deployments, each followed to its end.
    public static let deployMany = Operation(
        "deploy_many", kind: .composite(.deployMany),
        request: ObjectShape(
            name: "DeployManyRequest",
            fields: [
                Field(
                    "items", .array(of: itemOfMany, count: 1...ReleasePlan.mostItems, uniqueBy: nil), in: .option,
                    required: true, "What to deploy."),
                Field(
                    "waves", .texts(.amount, count: 1...ReleasePlan.mostWaves), in: .option,
                    "How many items are in each wave, or how many per cent of all; the last has the rest."),
                Field(
                    "max_in_flight", .integer(1...ReleasePlan.mostItems), in: .option,
                    "How many deployments run at once.", default: .integer(Defaults.deploymentsAtOnce)),
                Field(
                    "max_failures", .string(.amount), in: .option,
                    "How many items, or how many per cent, may fail before nothing new starts; else any number."),
                Field(
                    "pause_ms", .integer(0...86_400_000), in: .option, "Between two waves.", default: .integer(0)),
                Field(
                    "on_release_failure", .string(.oneOf(["leave", "rollback"])), in: .option,
                    "rollback: what has succeeded goes back too where an item fails.", default: .text("leave")),
            ] + shared + journaling + [CallOptions.field],
            rule: .release),
        effect: .starts,
        answers: """
            {items:[{index:integer,name,task_id,state,record_id,duration_ms:integer,adopted:boolean,\
            steps:[{name,id,state,elapsed_time:any}],failed_step:any,log_tail,rollback:any,error:any}],\
            counts:{succeeded:integer,failed:integer,stopped:integer,rolled_back:integer,not_started:integer,\
            unknown:integer,still_running:integer},release:{state,waves:integer,duration_ms:integer},\
            _meta:{attempts:integer,warning,warnings:[string]}}
            """,
        summary: "Deploys many applications in waves and follows each to its end.")

    /// One of many: what `deploy` takes, and its place among the others. It has no defaults of its own.
    static let itemOfMany = ObjectShape(
        name: "DeployManyItem",
        fields: [
            Field("name", .string(.name), in: .option, "What it is called; else the task's id. No other may have it."),
            Field(
                "after", .texts(.name, count: 0...ReleasePlan.mostWaves), in: .option,
                "Names of items that must succeed before this one starts."),
            Field("wave", .integer(1...ReleasePlan.mostWaves), in: .option, "Which wave it is in, from 1."),
        ] + inMany(from: 0, hasDefaults: false))

    /// What an item takes from the release where it gives none itself: all but what to start.
    private static var shared: [Field] {
        inMany(from: StartDeployTaskRequest.itemShape.fields.count, hasDefaults: true)
    }

    /// The fields of a deployment, from one on.
    private static func inMany(from first: Int, hasDefaults: Bool) -> [Field] {
        var fields: [Field] = []
        for (index, field) in deploying.enumerated()
        where index >= first && !(hasDefaults && field.name.matches("app_id")) {
            let isLog = field.name.matches("log")
            fields.append(
                Field(
                    field.name, field.shape, in: .option, required: field.isRequired,
                    isLog ? "Whether its log is read; else only where it fails." : field.summary,
                    isConfigurable: field.isConfigurable,
                    default: !hasDefaults ? nil : isLog ? .boolean(false) : field.defaultValue, secret: field.secret))
        }
        return fields
    }
}
