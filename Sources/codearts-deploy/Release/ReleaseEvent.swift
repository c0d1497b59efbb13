import CPlatform
import CodeArtsDeployModel

/// An event of a release.
struct ReleaseEvent {
    let kind: OperationEvent
    /// The item that it is about, from 0; nil if it is about all of them.
    let index: Int?
    let recordID: String?
    /// The name of the status of an item that ended.
    let status: String?
    /// In ms since 1970.
    let timeMS: Int

    init(_ event: ProgressEvent) {
        let value = (try? JSONDocument(parsing: event.json))?.root
        kind = event.kind
        index = value?["index"]?.integer
        recordID = value?["record_id"]?.string
        status = value?["status"]?.string
        timeMS = value?["time"]?.string.flatMap(EventTime.unixMS) ?? Int(platform_unix_ms())
    }
}
