/// The request of a start: which task, and with what. One that exists is valid.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html
public struct StartDeployTaskRequest: Sendable {
    public let taskID: String
    public let body: EnvExecutionBody

    /// - Parameter taskID: the deployment task, 32 letters and digits; not the application.
    public init(taskID: String, body: EnvExecutionBody) throws(DeployError) {
        try Validation.check(taskID, StringRule.id, path: "task_id", of: "The request")
        self.taskID = taskID
        self.body = body
    }

    /// The request as one flat object of wire names, as the client takes it.
    public var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("task_id", taskID)
        body.write(to: &json)
        json.endObject()
        return json.bytes
    }

    static let shape = ObjectShape(
        name: "StartDeployTaskRequest", fields: itemShape.fields + [CallOptions.field])

    /// One of many.
    static let itemShape = ObjectShape(
        name: "StartDeployTaskItem", fields: [.taskID] + EnvExecutionBody.shape.fields)
}

/// The body of a start; every part of it is optional.
public struct EnvExecutionBody: Sendable {
    public enum TriggerSource: String, Sendable {
        /// Any source may trigger the deployment.
        case unrestricted = "0"
        /// Only a pipeline may.
        case pipelineOnly = "1"
    }

    /// At most 500, each key once.
    public let params: [DynamicConfigInfo]
    /// Go back to what this record deployed.
    public let recordID: String?
    public let triggerSource: TriggerSource?

    public init(params: [DynamicConfigInfo] = [], recordID: String? = nil, triggerSource: TriggerSource? = nil)
        throws(DeployError)
    {
        self.params = params
        self.recordID = recordID
        self.triggerSource = triggerSource
        var json = JSONWriter()
        json.beginObject()
        write(to: &json)
        json.endObject()
        try Validation.check(json.bytes, Self.shape, of: "The request body")
    }

    func write(to json: inout JSONWriter) {
        if !params.isEmpty {
            json.name("params")
            json.beginArray()
            for parameter in params { parameter.write(to: &json) }
            json.endArray()
        }
        json.member("record_id", ifKnown: recordID)
        json.member("trigger_source", ifKnown: triggerSource?.rawValue)
    }

    static let maxParams = 500

    static let shape = ObjectShape(
        name: "EnvExecutionBody",
        fields: [
            Field(
                "params", .array(of: DynamicConfigInfo.shape, count: 0...maxParams, uniqueBy: "key"),
                "Parameters of this run of the application."),
            Field("record_id", .string(.id), "Go back to what this deployment record deployed."),
            Field(
                "trigger_source", .string(.oneOf(["0", "1"], takesNumbers: true)),
                "0: any source may trigger the deployment; 1: only a pipeline."),
        ])
}

/// One parameter of a run. All three parts are needed: the service ignores a parameter without them.
public struct DynamicConfigInfo: Sendable {
    public enum Kind: String, Sendable {
        case text
        /// The value names an environment.
        case hostGroup = "host_group"
        /// The value is a secret.
        case encrypt
        case enumeration = "enum"
    }

    /// 1 to 128 of `A-Z a-z 0-9 . _ -`.
    public let key: String
    /// At most 8,192 characters, without `{{`, `{%` and `{#`.
    public let value: String
    public let type: Kind

    public init(key: String, value: String, type: Kind = .text) throws(DeployError) {
        try Validation.check(key, StringRule.parameterKey, path: "key", of: "The parameter")
        try Validation.check(value, StringRule.parameterValue, path: "value", of: "The parameter")
        self.key = key
        self.value = value
        self.type = type
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("key", key)
        json.member("value", value)
        json.member("type", type.rawValue)
        json.endObject()
    }

    static let shape = ObjectShape(
        name: "DynamicConfigInfo",
        fields: [
            Field("key", .string(.parameterKey), required: true, "The parameter's name."),
            Field("value", .string(.parameterValue), required: true, "The parameter's value."),
            Field(
                "type", .string(.oneOf(["text", "host_group", "encrypt", "enum"])), required: true,
                "text, host_group (the value names an environment), encrypt (a secret) or enum."),
        ], rule: .secret("value", where: "type", is: "encrypt"))
}

#if !hasFeature(Embedded)
    extension DynamicConfigInfo: CustomStringConvertible, CustomReflectable {
        public var description: String {
            "DynamicConfigInfo(key: \(key), value: \(type == .encrypt ? "***" : value), type: \(type.rawValue))"
        }

        public var customMirror: Mirror {
            Mirror(self, children: ["key": key, "value": type == .encrypt ? "***" : value, "type": type.rawValue])
        }
    }
#endif
