internal import CodeArtsDeployModel

/// A parser of the service's times, `yyyy-MM-dd HH:mm:ss`. They name no zone, so only the distance of two of them means
/// something.
enum ServiceTime {
    /// How long a deployment took, or takes so far where the service says so; nil where it does not.
    static func durationMS(in reply: JSONValue) -> Int? {
        let object = reply["result"] ?? reply
        guard let begin = seconds(object["start_time"]), let end = seconds(object["end_time"]), end >= begin else {
            return nil
        }
        return (end - begin) * 1000
    }

    private static func seconds(_ value: JSONValue?) -> Int? {
        guard let text = value?.stringBytes, text.count == 19, let day = CivilDate(text.prefix(10)) else { return nil }
        var clock = 0
        for part in text.dropFirst(11).parts(between: UInt8(ascii: ":")) {
            guard part.count == 2, let number = Int(digits: part), number < 60 else { return nil }
            clock = clock * 60 + number
        }
        return day.daysSince1970 * 86_400 + clock
    }
}
