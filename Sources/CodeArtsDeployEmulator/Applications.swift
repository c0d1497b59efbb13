import CodeArtsDeployModel

/// The applications of the project. Their ids follow from their places, so that a script may name them.
struct Applications: Sendable {
    /// An application and its deployment task: two ids that the service keeps apart.
    struct Application: Sendable {
        let appID: String
        let taskID: String
        let name: String

        /// The first task is the one of the documents' example.
        fileprivate init(_ number: Int, name: String) {
            let digits = String(number)
            let padded = String(repeating: "0", count: 31 - digits.utf8.count) + digits
            appID = "a" + padded
            taskID = number == 1 ? "d2dc947ec2424d8789bb3984bb3adf45" : "d" + padded
            self.name = name
        }
    }

    /// How many a project can have here; the cloud's limit is 2000.
    static let count = 0...10_000

    let all: [Application]
    private let places: [String: Int]

    /// `emulator-app-1` and so on.
    init(_ count: Int) {
        self.init(named: (0..<count).map { "emulator-app-\($0 + 1)" })
    }

    /// - Parameter names: Several may have the same.
    init(named names: [String]) {
        all = names.enumerated().map { Application($0 + 1, name: $1) }
        var places: [String: Int] = [:]
        for (place, application) in all.enumerated() {
            places[application.appID] = place
            places[application.taskID] = place
        }
        self.places = places
    }

    /// Reads `2000`, or `["payments-api", "payments-api-canary"]`.
    init(_ json: JSONValue) throws(OrderError) {
        let texts = json.elements.map(\.string)
        let names = texts.compactMap { $0 }
        if let count = json.integer, Self.count.contains(count) {
            self.init(count)
        } else if json.kind == .array, names.count == texts.count, Self.count.contains(names.count) {
            self.init(named: names)
        } else {
            throw OrderError(message: "applications must be names, or a number from 0 to \(Self.count.upperBound)")
        }
    }

    func ofTask(_ taskID: String) -> Application? {
        places[taskID].map { all[$0] }.flatMap { $0.taskID == taskID ? $0 : nil }
    }

    subscript(appID: String) -> Application? {
        places[appID].map { all[$0] }.flatMap { $0.appID == appID ? $0 : nil }
    }

    func write(to json: inout JSONWriter) {
        json.member("app_ids", each: all) { $0.string($1.appID) }
        json.member("task_ids", each: all) { $0.string($1.taskID) }
        json.member("app_names", each: all) { $0.string($1.name) }
    }
}
