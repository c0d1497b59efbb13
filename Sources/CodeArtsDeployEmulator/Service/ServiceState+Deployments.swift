extension ServiceState {
    /// What a start must find: a task of an application that can be deployed now.
    ///
    /// - Parameter source: `trigger_source` of the request.
    func checkStart(ofTask taskID: String, from source: String? = nil) throws(ServiceError) {
        _ = try application(ofTask: taskID)
        guard !behaviour.notExecutable.covers(taskID) else { throw .forbidden }
        guard !behaviour.drafts.contains(taskID) else { throw .draft }
        guard !behaviour.disabled.contains(taskID) else { throw .disabled }
        guard !behaviour.pipelineOnly.contains(taskID) || source == "1" else { throw .pipelineOnly }
        guard !behaviour.isBusyGuarded || !store.isBusy(taskID, at: now) else { throw .busy }
    }

    func application(ofTask taskID: String) throws(ServiceError) -> Applications.Application {
        guard let application = behaviour.applications.ofTask(taskID) else { throw .taskNotFound }
        return application
    }

    /// An application that the caller may look at.
    func viewedApplication(ofTask taskID: String) throws(ServiceError) -> Applications.Application {
        try viewed(behaviour.applications.ofTask(taskID))
    }

    func viewedApplication(_ appID: String) throws(ServiceError) -> Applications.Application {
        try viewed(behaviour.applications[appID])
    }

    /// All of them, where the caller may look at the project.
    func viewedApplications() throws(ServiceError) -> [Applications.Application] {
        guard !behaviour.unseen.isForAll else { throw .forbidden }
        return behaviour.applications.all
    }

    private func viewed(_ application: Applications.Application?) throws(ServiceError) -> Applications.Application {
        guard let application else { throw .taskNotFound }
        guard !behaviour.unseen.covers(application.taskID) else { throw .forbidden }
        return application
    }

    /// Starts a deployment for real: from here on it is on record, whatever becomes of the reply.
    ///
    /// - Parameters:
    ///   - back: The record whose parameters it takes over.
    ///   - outcome: How it goes; nil: as was ordered for the next one.
    func start(
        _ taskID: String, source: DeploymentRecord.Source, body: StartDeployTask.Body, back: DeploymentRecord? = nil,
        outcome: OutcomeScript? = nil
    ) -> DeploymentRecord {
        let declared = behaviour.declared
        let known = declared.map { keys in body.parameters.filter { keys.contains($0.key) } }
        let record = DeploymentRecord(
            id: Identifier.random(using: &random), taskID: taskID, releaseID: store.nextRelease(), source: source,
            triggerSource: body.triggerSource, sourceRecordID: back?.id, given: body.parameters,
            parameters: back?.parameters ?? known ?? body.parameters, begin: now,
            course: (outcome ?? outcomes.next()).course(behaviour), fault: source == .foreign ? nil : strikingFault)
        store.add(record)
        return record
    }

    /// A record that shows, named or the newest; nil where there is none.
    func visibleRecord(_ id: String?, ofTask taskID: String) -> DeploymentRecord? {
        guard let id else { return store.newest(ofTask: taskID, at: now) }
        guard let record = store[id, ofTask: taskID], record.isVisible(at: now) else { return nil }
        return record
    }

    /// A task's records that the service still shows, the newest first.
    func history(ofTask taskID: String) -> [DeploymentRecord] {
        let today = now.beijingDay
        return store.records(ofTask: taskID, at: now).filter { today - $0.begin.beijingDay < Self.daysKept }
    }

    /// For how long the service shows records.
    private static let daysKept = 92
}
