internal import CPlatform
internal import CodeArtsDeployModel

/// The `deploy_many` flow, a release: runs each item as a `deploy`, wave by wave, until all have ended or too many have
/// failed; what has succeeded goes back then, if that is asked for.
final class DeployMany {
    /// How long a pause goes on at most before somebody looks whether it should.
    private static let pauseSliceMS = 200

    private let request: JSONValue
    private let plan: ReleasePlan
    private let context: FlowContext
    private let then: (Result<[UInt8], DeployError>) -> Step
    private let maxConcurrent: Int
    private let schedule: ReleaseSchedule
    private let report: ReleaseReport
    private let fleet: FleetView
    private var journal: OpenJournal?
    /// How far each item had got when an earlier driver died; empty without a journal.
    private var standings: [JournalStanding] = []

    /// - Parameter request: the checked request.
    init(_ request: JSONValue, context: FlowContext, then: @escaping (Result<[UInt8], DeployError>) -> Step) {
        self.request = request
        self.context = context
        self.then = then
        plan = ReleasePlan(request)
        maxConcurrent = request["max_in_flight"]?.integer ?? Defaults.deploymentsAtOnce
        schedule = ReleaseSchedule(plan)
        report = ReleaseReport(plan, context)
        fleet = FleetView(intervalMS: WatchSettings(request).intervalMS)
    }

    func begin() -> Step {
        guard let path = request["journal"]?.string else { return nextWave() }
        return OpenJournal.open(
            path, of: JournalSubjects(plan), isResumed: request["resume"]?.boolean ?? false,
            context: context.with(Deadline(inMS: WatchSettings(request).timeoutMS))
        ) { opened in
            switch opened {
            case .failure(let error): return self.then(.failure(error))
            case .success((let journal, let standings)):
                self.journal = journal
                self.standings = standings
                return self.resume()
            }
        }
    }

    /// What had ended is told again, and what had been begun is followed before anything new begins, whatever the limits
    /// say by now.
    private func resume() -> Step {
        var begun: [ReleaseItem] = []
        for item in plan.items {
            switch standings[item.index] {
            case .none: break
            case .ended(let result, let rollback):
                end(item, result)
                if !rollback.isEmpty { report.note(item, rollback: rollback) }
            case .intended, .started:
                item.isBegun = true
                begun.append(item)
            }
        }
        return run(next: { self.context.isCancelled ? nil : begun.popLast() }, deploy, then: nextWave)
    }

    /// Why nothing new begins any more; empty where it does.
    private var stop: String {
        if journal?.isBroken ?? false { return "the journal could not be written" }
        if context.isCancelled || context.isDraining { return "the release was cancelled" }
        return schedule.isHalted ? "more items had failed than max_failures allows" : ""
    }

    // MARK: Waves

    private func nextWave() -> Step {
        guard stop.isEmpty else { return afterWaves() }
        let count = schedule.nextWave()
        if count == 0 { return afterWaves() }
        let pauseMS = report.waves > 0 ? request["pause_ms"]?.integer ?? 0 : 0
        return pause(until: platform_monotonic_ms() + Int64(pauseMS)) {
            guard self.stop.isEmpty else { return self.afterWaves() }
            self.report.waves += 1
            self.context.note("wave") {
                $0.member("wave", self.schedule.wave + 1)
                $0.member("of", self.plan.waveCount)
                $0.member("items", count)
            }
            return self.run(next: { self.stop.isEmpty ? self.schedule.next() : nil }, self.deploy, then: self.nextWave)
        }
    }

    private func pause(until endMS: Int64, then: @escaping () -> Step) -> Step {
        let leftMS = Int(endMS - platform_monotonic_ms())
        if leftMS <= 0 || !stop.isEmpty { return then() }
        return .pause(ms: min(leftMS, Self.pauseSliceMS)) { self.pause(until: endMS, then: then) }
    }

    /// Runs items side by side, each begun when there is room and it may.
    private func run(
        next: @escaping () -> ReleaseItem?, _ flow: @escaping (ReleaseItem) -> Step, then: @escaping () -> Step
    ) -> Step {
        let batch = Batch(
            maxConcurrent: maxConcurrent,
            choose: { _ in
                guard let item = next() else { return .none }
                return .flow(item.index)
            },
            flow: { flow(self.plan.items[$0]) }, ended: { _, _ in })
        return .many(batch, then: then)
    }

    private func deploy(_ item: ReleaseItem) -> Step {
        guard let request = plan.request(of: item) else { return .end(.success([])) }
        let timeMS = WatchSettings(request).timeoutMS + (request["wait_until_idle_ms"]?.integer ?? 0)
        let context = context.ofItem(ReleaseReport.subject(of: item), in: fleet, until: Deadline(inMS: timeMS))
        let own = journal.map {
            Journal(
                $0, ofTask: item.taskID, standing: standings[item.index], item: context.subject.item, context: context)
        }
        return Deploy(request, context: context, journal: own) { result in
            self.end(item, result)
            return .end(.success([]))
        }.begin()
    }

    private func end(_ item: ReleaseItem, _ result: Result<[UInt8], DeployError>) {
        let end = ItemEnd(result)
        report.note(item, end)
        schedule.note(item, end.state)
    }

    // MARK: Going back

    private func afterWaves() -> Step {
        guard request["on_release_failure"].isText("rollback"), !context.isCancelled, report.hasFailure else {
            return finish()
        }
        for item in plan.items { item.isOpen = report.ends[item.index]?.state == .succeeded }
        return run(next: lastToGoBack, goBack, then: finish)
    }

    /// The last goes first: the waves backwards, and each item only after all that came after it.
    private func lastToGoBack() -> ReleaseItem? {
        if context.isCancelled || context.isDraining { return nil }
        var wave = -1
        for item in plan.items where item.isOpen { wave = max(wave, item.wave) }
        var last: ReleaseItem?
        for item in plan.items where item.isOpen && !item.isGoingBack && item.wave == wave && !item.hasOpenFollower {
            last = item
        }
        last?.isGoingBack = true
        return last
    }

    private func goBack(_ item: ReleaseItem) -> Step {
        guard let request = plan.request(of: item), let recordID = report.ends[item.index]?.recordID else {
            return .end(.success([]))
        }
        let settings = WatchSettings(request)
        var subject = ReleaseReport.subject(of: item)
        subject.recordID = recordID
        let context = context.ofItem(subject, in: fleet, until: Deadline(inMS: settings.timeoutMS))
        return TaskDetails.project(of: item.taskID, request, context: context) { project in
            var secrets = Redaction()
            secrets.add(privateParametersOf: request.document.bytes)
            return Rollback(
                of: DeploymentReport(taskID: item.taskID, StartedRecord(recordID: recordID, isOwn: true)),
                projectID: try? project.get(), settings: settings, secrets: secrets, context: context
            ) { rollback in
                item.isOpen = false
                if let own = subject.item {
                    self.journal?.note(JournalEntry.rollback(rollback, of: own), isDurable: true)
                }
                self.report.note(item, rollback: rollback)
                return .end(.success([]))
            }.begin()
        }
    }

    private func finish() -> Step {
        let stop = stop
        guard let journal else { return then(report.result(stop: stop)) }
        return journal.close(context) { self.then(self.report.result(stop: stop)) }
    }
}
