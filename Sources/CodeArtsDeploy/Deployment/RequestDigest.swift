internal import CodeArtsDeployModel

/// A request's digest: whether two requests start the same, without a value of either.
///
/// It is of what is sent, whatever the spelling and the order of the parameters. Values of `encrypt` parameters are left
/// out: whoever reads a digest could try out passwords with it, and a secret that was renewed meanwhile makes no other
/// deployment.
enum RequestDigest {
    /// 64 hexadecimal digits.
    ///
    /// - Parameter request: the checked request of a start, or of what is made of one.
    static func text(of request: JSONValue) -> String {
        var json = JSONWriter(reserving: 512)
        json.object { json in
            json.member("task_id", ifKnown: request["task_id"]?.string)
            json.member("record_id", ifKnown: request["record_id"]?.string)
            if let source = request["trigger_source"] {
                json.name("trigger_source")
                json.string(utf8: source.stringBytes ?? source.raw)
            }
            json.name("params")
            json.beginArray()
            for param in sorted(request["params"]) {
                json.object {
                    $0.member("key", ifKnown: param["key"]?.string)
                    $0.member("type", ifKnown: param["type"]?.string)
                    guard !param["type"].isText("encrypt"), let value = param["value"]?.stringBytes else { return }
                    $0.name("value")
                    $0.string(utf8: value)
                }
            }
            json.endArray()
        }
        return SHA256.text(of: json.bytes)
    }

    /// By their keys, each of which is there once.
    private static func sorted(_ params: JSONValue?) -> [JSONValue] {
        var sorted: [JSONValue] = []
        guard let params else { return sorted }
        for param in params.elements {
            let key = param["key"]?.stringBytes ?? []
            sorted.insert(param) { key.lexicographicallyPrecedes($0["key"]?.stringBytes ?? []) }
        }
        return sorted
    }
}

extension SHA256 {
    /// 64 hexadecimal digits.
    static func text(of bytes: [UInt8]) -> String {
        var digits: [UInt8] = []
        digest(of: bytes).appendHexadecimal(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }
}
