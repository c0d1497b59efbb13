/// A store of all records.
struct RecordStore {
    private(set) var all: [DeploymentRecord] = []
    private var places: [String: Int] = [:]
    /// Of each task, in the order of start.
    private var placesOfTask: [String: [Int]] = [:]
    /// Of each task, those from before the emulator, the newest first.
    private var oldPlacesOfTask: [String: [Int]] = [:]
    /// Of each task, those that may not have ended yet.
    private var open: [String: [Int]] = [:]
    /// The release ids in use: records count up, and those from before the emulator down.
    private var releases = 1000...1000

    /// How many were started since the emulator runs.
    private(set) var started = 0

    /// The id for a record that comes now.
    mutating func nextRelease() -> Int {
        releases = releases.lowerBound...(releases.upperBound + 1)
        return releases.upperBound
    }

    /// The id for a record that was older than all others of its kind.
    mutating func earlierRelease() -> Int {
        releases = (releases.lowerBound - 1)...releases.upperBound
        return releases.lowerBound
    }

    mutating func add(_ record: DeploymentRecord) {
        let place = all.count
        all.append(record)
        places[record.id] = place
        guard record.source != .history else { return oldPlacesOfTask[record.taskID, default: []].append(place) }
        started += 1
        placesOfTask[record.taskID, default: []].append(place)
        open[record.taskID, default: []].append(place)
    }

    /// A record of that task.
    subscript(id: String, ofTask taskID: String) -> DeploymentRecord? {
        guard let place = places[id], all[place].taskID == taskID else { return nil }
        return all[place]
    }

    /// A task's records, the newest first. Those that are hidden now are left out.
    func records(ofTask taskID: String, at now: Timestamp) -> some Sequence<DeploymentRecord> {
        let started = placesOfTask[taskID] ?? []
        let old = oldPlacesOfTask[taskID] ?? []
        return (0..<started.count + old.count).lazy
            .map { all[$0 < started.count ? started[started.count - 1 - $0] : old[$0 - started.count]] }
            .filter { $0.isVisible(at: now) }
    }

    func newest(ofTask taskID: String, at now: Timestamp) -> DeploymentRecord? {
        records(ofTask: taskID, at: now).first { _ in true }
    }

    /// Whether a deployment of the task has not ended.
    mutating func isBusy(_ taskID: String, at now: Timestamp) -> Bool {
        open[taskID]?.removeAll { all[$0].state(at: now).isEnd }
        return open[taskID]?.isEmpty == false
    }

    mutating func stop(_ id: String, at now: Timestamp, as state: RecordState) {
        if let place = places[id] { all[place].stop(at: now, as: state) }
    }
}
