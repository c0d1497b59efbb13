import CodeArtsDeployModel

/// The file of a plan.
struct PlanFile {
    private let path: FilePath
    /// For messages.
    var name: String { path.isStandardInput ? "standard input" : path.text }

    /// Without the folder.
    var title: String { name.split(separator: "/").last.map(String.init) ?? name }

    init(_ path: FilePath) {
        self.path = path
    }

    /// Reads a plan.
    ///
    /// - Parameters:
    ///   - only: the names of the applications that are needed; empty for all.
    ///   - given: what the command line puts in place of what the plan says.
    ///   - signals: interrupt the wait for a pipe.
    /// - Throws: every fault of it at once.
    func read(only: [String], _ given: [PlannedMember], _ signals: BlockedSignals) throws -> PlanRequest {
        let text = try TextSource.file(path).read(for: "the plan", maxBytes: PlanSource.maxBytes, signals)
        let source: PlanSource
        do throws(PlanFault) {
            source = try PlanSource(text, isJSON: path.text.hasSuffix(".json"))
        } catch {
            throw refusal([error.violation])
        }
        var reader = PlanReader()
        reader.add(source.faults)
        let plan = Plan(source.root, only: only, &reader)
        let request = PlanRequest(plan, given)
        let faults = reader.faults + request.faults()
        if !faults.isEmpty { throw refusal(faults) }
        return request
    }

    /// - Returns: all faults in the order of the text.
    func refusal(_ faults: [Violation]) -> DeployError {
        let sorted = faults.sorted { one, other in
            (one.position?.line ?? 0, one.position?.column ?? 0) < (
                other.position?.line ?? 0, other.position?.column ?? 0
            )
        }
        return DeployError(
            .validation, violations: sorted, of: "The plan \(Printable.line(name))", outcome: .notSent)
    }
}
