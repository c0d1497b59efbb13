import CodeArtsDeployModel

/// The library's own check of the request, with the places of the plan.
extension PlanRequest {
    private static let unresolved = String(repeating: "0", count: 32)

    /// What the library refuses, before anything is sent.
    func faults() -> [Violation] {
        guard !plan.applications.isEmpty else { return [] }
        do throws(DeployError) {
            _ = try PreparedRequest(.deployMany, text(plan.applications.map { $0.taskID ?? Self.unresolved }))
            return []
        } catch {
            return error.violations.map(placed)
        }
    }

    private func placed(_ violation: Violation) -> Violation {
        let place = place(of: violation.path)
        return Violation(
            path: place?.path ?? violation.path, rule: violation.rule, message: violation.message,
            position: place?.position)
    }

    /// - Parameter path: of the request: `items[2].params[0].value`.
    private func place(of path: String) -> (path: String, position: TextPosition?)? {
        let head = path.prefix { $0 != "." && $0 != "[" }
        guard head == "items", let item = Self.element(of: path[...]) else {
            let setting = (given + plan.settings).first { $0.name.text == String(head) }
            return setting.map { setting in
                let index = Self.element(of: path[...])?.index
                let element = index.flatMap { setting.elements.indices.contains($0) ? setting.elements[$0] : nil }
                return ("\(setting.key)\(path.dropFirst(head.count))", element ?? setting.position)
            }
        }
        guard plan.applications.indices.contains(item.index) else { return nil }
        let application = plan.applications[item.index]
        let base = "applications[\(application.index)]"
        let rest = item.rest.drop { $0 == "." }
        let name = rest.prefix { $0 != "." && $0 != "[" }
        switch name {
        case "name", "task_id": return ("\(base).\(name)", application.namePosition)
        case "after":
            let index = Self.element(of: rest)?.index ?? 0
            let named = application.after.indices.contains(index) ? application.after[index].position : nil
            return ("\(base).after", named ?? application.position)
        case "params":
            guard let element = Self.element(of: rest), application.parameters.indices.contains(element.index) else {
                break
            }
            let parameter = application.parameters[element.index]
            let isKey = element.rest.hasPrefix(".key") || element.rest.hasPrefix(".type")
            return (
                "\(base).\(parameter.variable == nil ? "params" : "env").\(parameter.key)",
                isKey ? parameter.keyPosition : parameter.valuePosition
            )
        default: break
        }
        if let member = application.members.first(where: { $0.name.text == String(name) }) {
            return ("\(base).\(member.key)", member.position)
        }
        return (base, application.position)
    }

    /// The index in the first brackets, and what comes after them.
    private static func element(of path: Substring) -> (index: Int, rest: Substring)? {
        guard let open = path.firstIndex(of: "["), let close = path[open...].firstIndex(of: "]"),
            let index = Int(path[path.index(after: open)..<close])
        else { return nil }
        return (index, path[path.index(after: close)...])
    }
}
