internal import CPlatform
internal import CodeArtsDeployModel

/// A marker: a parameter of an application whose value no other start has, so that a record tells whose it is.
///
/// The service has no idempotency key, and drops parameters that the application does not declare; one that is declared
/// shows again in the record.
struct StartMarker {
    /// Of the parameter.
    let name: String
    /// A UUID.
    let value: String

    /// - Parameter name: of a text parameter that the application declares.
    init(named name: String) {
        self.init(name: name, value: Self.uuid())
    }

    init?(reading object: JSONValue?) {
        guard let name = object?["name"]?.string, let value = object?["value"]?.string else { return nil }
        self.init(name: name, value: value)
    }

    private init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("name", name)
            $0.member("value", value)
        }
    }

    /// The request of a start with this parameter among its own. May hold `encrypt` values.
    func added(to text: [UInt8]) -> [UInt8] {
        guard let request = (try? JSONDocument(parsing: text))?.root else { return text }
        var json = JSONWriter(reserving: text.count + 256)
        json.object { json in
            for member in request.members where !member.isNamed("params") {
                json.rawName(member.nameValue.raw)
                json.raw(member.value.raw)
            }
            json.name("params")
            json.beginArray()
            if let params = request["params"] { for param in params.elements { json.raw(param.raw) } }
            json.object {
                $0.member("key", name)
                $0.member("value", value)
                $0.member("type", "text")
            }
            json.endArray()
        }
        return json.bytes
    }

    /// Version 4 (RFC 9562).
    private static func uuid() -> String {
        var digits: [UInt8] = []
        for place in 0..<32 {
            if [8, 12, 16, 20].contains(place) { digits.append(UInt8(ascii: "-")) }
            let random = UInt8(truncatingIfNeeded: platform_random() >> 28)
            let digit = place == 12 ? 4 : place == 16 ? 8 | random & 3 : random
            digits.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
