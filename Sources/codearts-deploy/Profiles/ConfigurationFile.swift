import CodeArtsDeploy
import CodeArtsDeployModel
import Glibc

/// The user's configuration file: named profiles, and aliases for tasks.
///
/// ```
/// {"profile": "staging",
///  "profiles": {"staging": {"region": "cn-north-4", "project_id": "…", "tasks": {"payments": "…"}}},
///  "tasks": {"shop": "…"}}
/// ```
///
/// A profile has the members of a client's configuration, and aliases of its own.
struct ConfigurationFile {
    static let variable = "CODEARTS_DEPLOY_CONFIG"
    private static let maxBytes = 1 << 20
    /// A mount may hang.
    private static let patienceMS = 10_000

    /// The file of this process; nil if there is none and none was named.
    static let current = Result { () throws(DeployError) in try find() }

    let path: FilePath
    let root: JSONValue
    /// About a secret that more people can read than its owner.
    let warning: String?

    private static func find() throws(DeployError) -> ConfigurationFile? {
        let environment = ProcessEnvironment()
        let home = environment.variable("HOME")
        let named = environment.variable(variable)
        var path = named ?? defaultPath(environment, home)
        if let named, named.starts(with: Array("~/".utf8)), let home { path = home + named.dropFirst() }
        guard let path else { return nil }
        let file = FilePath(bytes: path)
        switch environment.read(path, atMost: maxBytes).contents(within: patienceMS) {
        case .bytes(let bytes, let isOpenToOthers):
            return try ConfigurationFile(bytes.with { Array($0) }, file, isOpenToOthers: isOpenToOthers)
        case .missing:
            if named == nil { return nil }
            throw fault("\(variable) names \(file.text), which is not there.")
        case .unusable(let why): throw fault("\(file.text) \(why).")
        case nil: throw fault("\(file.text) could not be read in time.")
        }
    }

    /// In the folder of the XDG Base Directory Specification, which ignores relative paths.
    private static func defaultPath(_ environment: ProcessEnvironment, _ home: [UInt8]?) -> [UInt8]? {
        let folder = environment.variable("XDG_CONFIG_HOME").flatMap { $0.first == UInt8(ascii: "/") ? $0 : nil }
        return (folder ?? home.map { $0 + Array("/.config".utf8) }).map {
            $0 + Array("/codearts-deploy/config.json".utf8)
        }
    }

    private init(_ bytes: [UInt8], _ path: FilePath, isOpenToOthers: Bool) throws(DeployError) {
        let document: JSONDocument
        do throws(DeployError) {
            document = try Self.document(TextFile(bytes, named: path.text).text, path)
        } catch {
            var error = error
            error.status = .configuration
            throw error
        }
        let check = ConfigurationFileCheck(document.root)
        if !check.faults.isEmpty { throw DeployError(.configuration, violations: check.faults, of: path.text) }
        let secret = check.secrets.first
        if let secret, isOpenToOthers {
            throw Self.fault(
                "Every user of this machine can read \(secret) in \(path.text): chmod 600 it, or keep it elsewhere.")
        }
        warning = secret.flatMap {
            path.isOpenToGroup ? "Your group can read \($0) in \(path.text): chmod 600 it." : nil
        }
        self.path = path
        root = document.root
    }

    private static func document(_ text: [UInt8], _ path: FilePath) throws(DeployError) -> JSONDocument {
        do throws(JSONFault) {
            return try JSONDocument(parsing: text)
        } catch {
            throw fault(
                "\(path.text) is not JSON: \(error.message) (line \(error.position.line), column \(error.position.column))"
            )
        }
    }

    private static func fault(_ message: String) -> DeployError {
        DeployError(.configuration, "\(message) Nothing was sent.")
    }

    // MARK: What it holds

    /// The profile to use; nil if none was chosen.
    ///
    /// - Parameter option: of `--profile`.
    func profile(_ option: String?) throws(DeployError) -> Profile? {
        let chosen: (name: String, by: String)?
        if let option {
            chosen = (option, "--profile")
        } else if let name = EnvironmentVariable.text(Profile.variable) {
            chosen = (name, Profile.variable)
        } else {
            chosen = root["profile"]?.string.map { ($0, path.text) }
        }
        guard let chosen else { return nil }
        guard let object = root["profiles"]?.members.first(where: { $0.name == chosen.name })?.value else {
            throw Profile.missing(chosen.name, chosen.by, known: profileNames, in: path)
        }
        return Profile(name: chosen.name, file: path, object: object, isOption: option != nil)
    }

    var profileNames: [String] { root["profiles"]?.members.map { $0.name } ?? [] }

    /// The aliases of a profile, and those of all.
    func aliases(_ profile: Profile?) -> [(name: String, taskID: String)] {
        let own = profile?.object["tasks"]?.members.map { $0 } ?? []
        let common = (root["tasks"]?.members.map { $0 } ?? []).filter { one in !own.contains { $0.name == one.name } }
        return (own + common).map { ($0.name, $0.value.string ?? "") }
    }
}

extension FilePath {
    /// Whether its group can read or write it.
    fileprivate var isOpenToGroup: Bool {
        var status = stat()
        return withCString { stat($0, &status) } == 0 && status.st_mode & (S_IRGRP | S_IWGRP) != 0
    }
}
