import ArgumentParser
import CodeArtsDeployModel

/// Options for the reports of a release.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Write reports when it is over: junit=FILE, markdown=FILE, json=FILE, html=FILE, with commas between them; can \
            be given more than once.
            """, valueName: "format=file,..."),
        transform: ReportList.init)
    var report: [ReportList] = []

    var files: [ReportFile] { report.flatMap(\.files) }

    /// - Throws: if one could not be written.
    func check() throws(DeployError) {
        for file in files {
            guard let reason = file.obstacle else { continue }
            let path = Printable.line(file.path.text)
            throw DeployError(
                .invalidArgument, "The report \(path) cannot be written: \(reason). Nothing was sent.",
                outcome: .notSent)
        }
    }
}

/// One option's reports.
struct ReportList {
    let files: [ReportFile]

    /// - Parameter text: a comma is a part of a name where no format follows it.
    init(_ text: String) throws {
        var files: [(kind: ReportFile.Kind, path: String)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = part.prefix { $0 != "=" }
            if let kind = ReportFile.Kind(rawValue: String(name)), name.endIndex < part.endIndex {
                files.append((kind, String(part[part.index(after: name.endIndex)...])))
            } else if files.isEmpty {
                let known = ReportFile.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("Write FORMAT=FILE; the formats are \(known).")
            } else {
                files[files.count - 1].path += ",\(part)"
            }
        }
        if files.contains(where: { $0.path.isEmpty }) { throw ValidationError("A report needs the name of a file.") }
        self.files = files.map { ReportFile(kind: $0.kind, path: FilePath(argument: $0.path)) }
    }
}
