internal import CodeArtsDeployModel

/// The parts of a configuration that the environment can give as well.
struct ConfigurationReader {
    let object: JSONValue
    let environment: any Environment

    static var endpointVariable: String { "CODEARTS_DEPLOY_ENDPOINT" }
    static var regionVariables: [String] { ["CODEARTS_DEPLOY_REGION", "HW_REGION_NAME", "OS_REGION_NAME"] }
    static var iamVariable: String { "HUAWEICLOUD_SDK_IAM_ENDPOINT" }
    static var logVariable: String { "CODEARTS_DEPLOY_LOG" }
    static var caVariables: [String] { ["SSL_CERT_FILE", "CURL_CA_BUNDLE"] }

    /// Endpoint and region are one group: where the object gives either, the environment gives neither.
    func service() throws(DeployError) -> (Endpoint, region: String?) {
        let named = object["region"]
        if let endpoint = object["endpoint"] {
            return (try checked(text(endpoint), from: "endpoint", at: endpoint.position), named.map(text))
        }
        if let named { return (try endpoint(ofRegion: text(named), from: "region", at: named.position), text(named)) }
        let region = try variable(Self.regionVariables)
        if let endpoint = try variable([Self.endpointVariable]) {
            return (try checked(endpoint.text, from: endpoint.name), region?.text)
        }
        if let region { return (try endpoint(ofRegion: region.text, from: region.name), region.text) }
        throw DeployError(
            .configuration,
            "There is no endpoint: give \"endpoint\" or \"region\", or set CODEARTS_DEPLOY_ENDPOINT or CODEARTS_DEPLOY_REGION. Nothing was sent."
        )
    }

    /// A file that is named and cannot be read is a fault: trusting other certificates instead would surprise.
    func caFile() throws(DeployError) -> String? {
        if let file = object["ca_file"] { return try readable(text(file), from: "ca_file", at: file.position) }
        if let file = try variable(Self.caVariables) { return try readable(file.text, from: file.name) }
        return nil
    }

    /// nil: that of the region.
    func iamEndpoint() throws(DeployError) -> Endpoint? {
        if let endpoint = object["iam_endpoint"] {
            return try checked(text(endpoint), from: "iam_endpoint", at: endpoint.position)
        }
        guard let found = try variable([Self.iamVariable]) else { return nil }
        return try checked(found.text, from: found.name)
    }

    /// nil: not asked. Its usual address is on the machine's own network, and it is given no secret; so http will do.
    func metadataEndpoint() throws(DeployError) -> Endpoint? {
        guard object["ecs_metadata"]?.boolean == true else { return nil }
        let named = object["metadata_endpoint"]
        do {
            return try Endpoint(named.map(text) ?? Defaults.metadataEndpoint.text)
        } catch {
            throw fault("metadata_endpoint", .pattern, error.message, named?.position)
        }
    }

    /// The id of a project, of CodeArts or of IAM.
    func projectID(_ member: StaticString, _ variable: String) throws(DeployError) -> String? {
        if let project = object[member] { return text(project) }
        guard let found = try self.variable([variable]) else { return nil }
        let faults = StringRule.id.faults(in: Array(found.text.utf8), path: found.name)
        if !faults.isEmpty { throw DeployError(.configuration, violations: faults, of: Configuration.subject) }
        return found.text
    }

    /// Whether events go to standard error. Anything but "debug" in the variable is no wish.
    func isLogged() throws(DeployError) -> Bool {
        if let log = object["log"] { return log.isText("debug") }
        return try variable([Self.logVariable])?.text == "debug"
    }

    private func endpoint(ofRegion region: String, from name: String, at position: TextPosition? = nil)
        throws(DeployError) -> Endpoint
    {
        let override = Region.variable(region)
        if let endpoint = environment.variable(override) {
            return try checked(decoded(endpoint, override), from: override)
        }
        let known = Region.known
        guard known.contains(region) else {
            throw fault(
                name, .enum,
                "There is no region \(region) in the table: \(known.joined(separator: ", ")). Give its \"endpoint\" instead.",
                position)
        }
        return try checked(Region.endpoint(region), from: name, at: position)
    }

    private func checked(_ text: String, from name: String, at position: TextPosition? = nil) throws(DeployError)
        -> Endpoint
    {
        let endpoint: Endpoint
        do {
            endpoint = try Endpoint(text)
        } catch {
            throw fault(name, .pattern, error.message, position)
        }
        guard endpoint.isEncrypted || endpoint.isLoopback || object["allow_http"]?.boolean == true else {
            throw fault(
                name, .forbidden,
                "http:// would send the token in clear to another machine. Use https://, or set \"allow_http\".",
                position)
        }
        return endpoint
    }

    private func readable(_ file: String, from name: String, at position: TextPosition? = nil) throws(DeployError)
        -> String
    {
        guard environment.isReadable(file) else {
            throw fault(name, .forbidden, "The file \(file) cannot be read.", position)
        }
        return file
    }

    private func fault(_ name: String, _ rule: Rule, _ message: String, _ position: TextPosition? = nil) -> DeployError
    {
        let violation = Violation(path: name, rule: rule, message: message, position: position)
        return DeployError(.configuration, violations: [violation], of: Configuration.subject)
    }

    // MARK: Texts

    /// The first of these variables that is set.
    private func variable(_ names: [String]) throws(DeployError) -> (name: String, text: String)? {
        for name in names {
            if let bytes = environment.variable(name) { return (name, try decoded(bytes, name)) }
        }
        return nil
    }

    private func decoded(_ bytes: [UInt8], _ name: String) throws(DeployError) -> String {
        guard UTF8Sequence.firstFault(in: bytes) == nil else {
            throw fault(name, .encoding, "The variable is not valid UTF-8.")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func text(_ value: JSONValue) -> String { value.string ?? "" }
}
