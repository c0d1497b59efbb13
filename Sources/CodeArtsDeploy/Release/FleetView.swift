internal import CPlatform
internal import CodeArtsDeployModel

/// A fleet's view: what many deployments that are followed at once share, so that following them costs little.
///
/// A few are each asked for by themselves. Of more, one reads the list of the project's applications that are running or
/// pending, for all of them; only what is not on it any more is asked for by itself, and each every now and then.
final class FleetView {
    /// Up to so many each ask for themselves.
    private static let few = 15
    /// In units of the interval: how often each is asked for by itself at least.
    private static let intervalsBetweenOwn = 20

    private let intervalMS: Int
    private var budget: FollowingBudget
    private var followed = 0
    private var projects: [ProjectView] = []

    init(intervalMS: Int) {
        self.intervalMS = intervalMS
        budget = FollowingBudget(intervalMS: intervalMS)
    }

    func enter() { followed += 1 }
    func leave() { followed -= 1 }

    /// Whether deployments are looked up together.
    var isLarge: Bool { followed > Self.few }
    /// Whether one may be asked for sooner than in an interval.
    var hasRoom: Bool { budget.hasRoom() }

    /// How often to look: the lists take two fifths of the budget at most.
    var lookMS: Int {
        var pages = 0
        for project in projects { pages += project.pages }
        return max(intervalMS, pages * Int(budget.spacingUS) * 5 / 2000)
    }

    /// The same, a fifth more or less, so that not all look in the same moment.
    var jitteredLookMS: Int { lookMS * 4 / 5 + (Int(platform_random()) * (lookMS * 2 / 5)) >> 32 }

    /// How often each is asked for by itself although it is on the list: for that is a quarter of the budget.
    var ownMS: Int { max(Self.intervalsBetweenOwn * intervalMS, followed * Int(budget.spacingUS) * 4 / 1000) }

    /// Waits for the turn of one request. With few, nobody waits.
    func take(_ context: FlowContext, then: @escaping () -> Step) -> Step {
        let waitMS = budget.take()
        return isLarge && waitMS > 0 ? .pause(ms: min(waitMS, context.deadline.remainingMS), then: then) : then()
    }

    /// What the list of a project's applications says of a task.
    enum Entry {
        case state(DeploymentState)
        /// The list is older than the deployment.
        case notYet
        case missing
    }

    /// - Parameter sinceMS: when the deployment was begun to be followed.
    func look(
        up taskID: String, in projectID: String, since sinceMS: Int64, context: FlowContext,
        then: @escaping (Entry) -> Step
    ) -> Step {
        let project = project(projectID)
        let answer = { then(project.entry(of: taskID, since: sinceMS, untilAgedMS: Int64(5 * self.lookMS))) }
        let isFresh = platform_monotonic_ms() - project.triedMS < Int64(lookMS)
        if isFresh || project.isBeingRead || project.isRefused { return answer() }
        let most = followed / ProjectView.pageSize + ProjectView.sparePages
        return project.read(by: self, most: most, context: context, then: answer)
    }

    private func project(_ id: String) -> ProjectView {
        for known in projects where known.id == id { return known }
        let new = ProjectView(id)
        projects.append(new)
        return new
    }
}

/// A project's applications that are running or pending, as they were listed last.
private final class ProjectView {
    static let pageSize = 100
    /// How many more pages are read than the fleet fills, before that is given up: others deploy as well.
    static let sparePages = 50

    let id: String
    private(set) var pages = 1
    /// When the newest list was begun to be read that is whole, and the newest of all.
    private var beganMS: Int64 = 0
    private(set) var triedMS: Int64 = 0
    private(set) var isBeingRead = false
    /// It cannot be read.
    private(set) var isRefused = false
    private var tasks = NameTable(for: 0)
    /// Of each of the tasks: whether it runs, or waits for its turn.
    private var isRunning: [Bool] = []

    init(_ id: String) {
        self.id = id
    }

    /// - Parameter agedMS: from this age on a list says nothing.
    func entry(of taskID: String, since sinceMS: Int64, untilAgedMS agedMS: Int64) -> FleetView.Entry {
        if isRefused || platform_monotonic_ms() - max(beganMS, sinceMS) > agedMS { return .missing }
        if beganMS <= sinceMS { return .notYet }
        guard let place = tasks.place(of: taskID) else { return .missing }
        return .state(DeploymentState(isRunning[place] ? "running" : "pending"))
    }

    func read(by fleet: FleetView, most: Int, context: FlowContext, then: @escaping () -> Step) -> Step {
        isBeingRead = true
        triedMS = platform_monotonic_ms()
        let list = ProjectList(most: most)
        return page(of: list, by: fleet, context: context, then: then)
    }

    private func page(
        of list: ProjectList, by fleet: FleetView, context: FlowContext, then: @escaping () -> Step
    ) -> Step {
        fleet.take(context) {
            context.poll(.listAllApp) { json in
                json.member("project_id", self.id)
                json.member("page", list.page)
                json.member("size", Self.pageSize)
                json.member("sort_name", "name")
                json.member("sort_by", "ASC")
                json.texts("states", ["pending", "running"])
            } then: { answer in
                switch answer {
                case .failure(let error):
                    list.misses += 1
                    if !error.isFinal, list.misses < ProjectList.mostMisses, context.isGoingOn {
                        return .pause(ms: list.misses * ProjectList.missMS) {
                            self.page(of: list, by: fleet, context: context, then: then)
                        }
                    }
                    // What is on the old list is believed for a while longer.
                    self.isBeingRead = false
                    if error.isFinal { self.giveUp(error.message, context) }
                case .success(let reply):
                    list.misses = 0
                    let isWhole = list.add(reply["result"]) < Self.pageSize
                    if isWhole {
                        self.end(list)
                    } else if list.page < list.most {
                        list.page += 1
                        return self.page(of: list, by: fleet, context: context, then: then)
                    } else {
                        self.isBeingRead = false
                        self.giveUp("there are too many.", context)
                    }
                }
                return then()
            }
        }
    }

    private func end(_ list: ProjectList) {
        isBeingRead = false
        beganMS = list.beganMS
        pages = list.page
        tasks = NameTable(for: list.tasks.count)
        for task in list.tasks { _ = tasks.add(task) }
        isRunning = list.isRunning
    }

    private func giveUp(_ reason: String, _ context: FlowContext) {
        isRefused = true
        context.warnings.addOnce(
            "The project's applications cannot be listed, so each deployment is asked for by itself: \(reason)",
            about: EventSubject())
    }
}

/// A list that is being read, page by page.
private final class ProjectList {
    /// How often one page may fail, and how long it rests after each failure.
    static let mostMisses = 5
    static let missMS = 50

    let most: Int
    let beganMS = platform_monotonic_ms()
    /// How often this page has failed.
    var misses = 0
    var page = 1
    private(set) var tasks: [String] = []
    private(set) var isRunning: [Bool] = []

    init(most: Int) {
        self.most = most
    }

    /// Answers how many applications the page has.
    func add(_ list: JSONValue?) -> Int {
        guard let list else { return 0 }
        var count = 0
        for application in list.elements {
            count += 1
            let state = application["execution_state"]
            guard state.isText("running") || state.isText("pending"), let tasks = application["arrange_infos"] else {
                continue
            }
            for task in tasks.elements {
                guard let id = task["id"]?.string else { continue }
                self.tasks.append(id)
                isRunning.append(state.isText("running"))
            }
        }
        return count
    }
}
