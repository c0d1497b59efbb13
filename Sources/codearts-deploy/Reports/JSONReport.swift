import CodeArtsDeployModel

/// A report for programs: the items with their times, steps and logs.
struct JSONReport: ReleaseReport {
    func text(_ release: ReleaseSummary) -> String {
        var json = JSONWriter(reserving: 512 * (release.items.count + 1))
        json.object { json in
            json.member("title", release.title)
            json.member("state", release.state)
            json.member("message", ifKnown: release.message)
            json.member("began", Self.time(release.beganMS))
            json.member("ended", Self.time(release.endedMS))
            json.member("waves", release.waves)
            json.name("counts")
            json.object { json in
                for state in ItemState.allCases { json.member(state.word, release.count(state)) }
            }
            json.name("items")
            json.beginArray()
            for item in release.items { Self.write(item, to: &json) }
            json.endArray()
        }
        return String(decoding: json.bytes, as: UTF8.self) + "\n"
    }

    private static func write(_ item: ReleaseSummary.Item, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", item.name)
            json.member("task_id", item.taskID)
            json.member("record_id", ifKnown: item.recordID)
            json.member("wave", item.wave)
            json.member("state", item.state.word.text)
            json.member("message", ifKnown: item.message)
            json.member("began", ifKnown: item.beganMS.map(time))
            json.member("ended", ifKnown: item.endedMS.map(time))
            json.member("duration_ms", ifKnown: item.durationMS)
            json.member("failed_step", ifKnown: item.failedStep)
            json.member("log_tail", ifKnown: item.logTail)
            json.name("steps")
            json.beginArray()
            for step in item.steps {
                json.object {
                    $0.member("name", step.name)
                    $0.member("state", step.state)
                    $0.member("began", ifKnown: step.beganMS.map(time))
                    $0.member("ended", ifKnown: step.endedMS.map(time))
                }
            }
            json.endArray()
        }
    }

    private static func time(_ ms: Int) -> String { RFC3339.text(unixMS: Int64(ms)) }
}
