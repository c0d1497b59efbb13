extension Schema {
    /// All operations of the service as one OpenAPI 3.1 document; what this library makes of several, and the call of
    /// any other API, stand under `x-composite-operations`.
    ///
    /// - Parameters:
    ///   - version: of this library.
    ///   - configuration: what a client takes; it stands among the schemas.
    public static func openAPI(version: StaticString, configuration: ObjectShape? = nil) -> [UInt8] {
        var wire = Schema(isWire: true)
        wire.put(
            "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Huawei Cloud CodeArts Deploy\",\"version\":\"", version,
            "\"},")
        wire.put(
            "\"servers\":[{\"url\":\"https://codearts-deploy.{region}.myhuaweicloud.com\",\"variables\":{\"region\":{\"default\":\"cn-north-4\"}}}],"
        )
        wire.put("\"security\":[{\"token\":[]},{\"signature\":[]}],\"paths\":{")
        for operation in Operation.all where operation.isDescribedCall { wire.path(of: operation) }
        wire.endList()
        wire.put(
            "},\"components\":{\"securitySchemes\":{\"token\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"X-Auth-Token\"},\"signature\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"Authorization\",\"description\":\"SDK-HMAC-SHA256 over the request, with X-Sdk-Date\"}},"
        )
        wire.put("\"schemas\":{\"Error\":{")
        wire.notation("{error_code,error_msg,request_id,status,error:any}")
        wire.put("}")
        var own = Schema(isWire: false)
        if let configuration {
            own.put(",\"Configuration\":{")
            own.object(configuration)
            own.put("}")
        }
        own.put("}},\"x-composite-operations\":{")
        for operation in Operation.all where !operation.isDescribedCall {
            own.put("\"", operation.name, "\":{")
            own.description(of: operation)
            own.requestAndResponse(of: operation)
            own.put("},")
        }
        own.endList()
        wire.bytes += own.bytes
        wire.put("}}")
        return wire.bytes
    }

    private mutating func path(of operation: Operation) {
        put("\"", operation.path, "\":{\"")
        operation.method.withUTF8Buffer { method in for byte in method { bytes.append(byte | 0x20) } }
        put("\":{\"operationId\":\"", operation.name, "\",\"summary\":\"")
        put(operation.summary)
        if let page = operation.page {
            put("\",\"externalDocs\":{\"url\":\"")
            bytes += Array(page.utf8)
            put("\"},\"parameters\":[")
        }
        for field in operation.request.fields { parameter(field) }
        endList()
        put("],")
        if !operation.method.matches("GET") {
            put("\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":{")
            object(operation.request)
            put("}}}},")
        }
        put(
            "\"responses\":{\"200\":{\"description\":\"Done, or an error\",\"content\":{\"application/json\":{\"schema\":{"
        )
        reply(operation)
        put(
            "}}}},\"default\":{\"description\":\"An error\",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/Error\"}}}}}}},"
        )
    }

    private mutating func parameter(_ field: Field) {
        let place: StaticString
        switch field.place {
        case .path: place = "path"
        case .query: place = "query"
        default: return
        }
        put("{\"in\":\"", place, "\",\"name\":\"")
        put(field.name)
        put(field.isRequired ? "\",\"required\":true,\"schema\":{" : "\",\"schema\":{")
        describe(field)
        put("}},")
    }
}
