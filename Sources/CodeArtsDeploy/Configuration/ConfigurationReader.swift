internal import CodeArtsDeployModel

/// The parts of a configuration that the environment can give as well.
struct ConfigurationReader {
    let object: JSONValue
    let environment: any Environment

    static var endpointVariable: String { "CODEARTS_DEPLOY_ENDPOINT" }
    static var regionVariables: [String] { ["CODEARTS_DEPLOY_REGION", "HW_REGION_NAME"] }
    static var foreignRegion: String { "OS_REGION_NAME" }
    static var iamVariable: String { "HUAWEICLOUD_SDK_IAM_ENDPOINT" }
    static var authVariable: String { "HW_AUTH_URL" }
    static var logVariable: String { "CODEARTS_DEPLOY_LOG" }

    /// Endpoint and region are one group: where the object gives either, the environment gives neither.
    func service() throws(DeployError) -> (Endpoint, region: String?) {
        let named = object["region"]
        if let endpoint = object["endpoint"] {
            if let named { try checkForm(text(named), "region", named.position) }
            return (try checked(text(endpoint), from: "endpoint", at: endpoint.position), named.map(text))
        }
        if let named { return (try endpoint(ofRegion: text(named), from: "region", at: named.position), text(named)) }
        let own = try variable(Self.regionVariables)
        if let endpoint = try variable([Self.endpointVariable]) {
            if let own { try checkForm(own.text, own.name) }
            let foreign = own == nil ? try foreignRegion()?.text : nil
            let region = own?.text ?? foreign.flatMap { Region.isKnown($0) ? $0 : nil }
            return (try checked(endpoint.text, from: endpoint.name), region)
        }
        let foreign = own == nil ? try foreignRegion() : nil
        if let region = own ?? foreign {
            return (try endpoint(ofRegion: region.text, from: region.name), region.text)
        }
        let isForeign = environment.variable(Self.foreignRegion) != nil
        let ignored = isForeign ? " OS_REGION_NAME is set, but OS_AUTH_URL names another cloud." : ""
        throw DeployError(
            .configuration,
            "There is no endpoint: give \"endpoint\" or \"region\", or set CODEARTS_DEPLOY_ENDPOINT or CODEARTS_DEPLOY_REGION.\(ignored) Nothing was sent."
        )
    }

    /// What would be sent, or asked for, with a blank that nobody meant.
    private func checkForm(_ text: String, _ name: String, _ position: TextPosition? = nil) throws(DeployError) {
        if let form = SecretForm.fault(in: Array(text.utf8)[...], isOneWord: true) {
            throw fault(name, .pattern, form, position)
        }
    }

    /// The configuration's proxy, else that of the environment for this service.
    func checkProxy(for service: Endpoint?) throws(DeployError) {
        if let proxy = object["proxy"] {
            let address = proxy.stringBytes ?? []
            if let message = ProxyAddress.fault(in: Array(address)) {
                throw fault("proxy", .pattern, message, proxy.position)
            }
        } else if let service, !service.isLoopback,
            let found = ProxyAddress.variable(for: service.url, isEncrypted: service.isEncrypted, environment),
            let message = ProxyAddress.fault(in: found.address)
        {
            throw fault(found.name, .pattern, message)
        }
    }

    /// OpenStack's name, where nothing says that it is another cloud's.
    private func foreignRegion() throws(DeployError) -> (name: String, text: String)? {
        ForeignCloud(environment).isMeant(nil) ? try variable([Self.foreignRegion]) : nil
    }

    /// nil: that which the system trusts.
    func trust() throws(DeployError) -> TrustStore? {
        let reader = TrustReader(environment: environment, waitMS: object["timeout_ms"]?.integer ?? 60_000)
        do {
            if let file = object["ca_file"] {
                return try reader.file(Array(text(file).utf8), from: "ca_file")
            }
            return try reader.fromVariables()
        } catch {
            throw fault(
                error.name, .forbidden, error.message, error.name == "ca_file" ? object["ca_file"]?.position : nil)
        }
    }

    /// Where tokens are asked for: the endpoint that is named, else what follows from the region.
    func iam(region: String?) throws(DeployError) -> IAMAddress {
        if let endpoint = object["iam_endpoint"] {
            return IAMAddress(
                named: try iamBase(text(endpoint), from: "iam_endpoint", at: endpoint.position), region: region)
        }
        if let found = try variable([Self.iamVariable]) {
            return IAMAddress(named: try iamBase(found.text, from: found.name), region: region)
        }
        var found = try variable([Self.authVariable])
        if found == nil, ForeignCloud(environment).isMeant { found = try variable([ForeignCloud.address]) }
        guard let found else { return IAMAddress(named: nil, region: region) }
        do throws(DeployError) {
            return IAMAddress(named: try iamBase(found.text, from: found.name), region: region)
        } catch {
            // It may be there for other tools; here it matters only where IAM is asked.
            return IAMAddress(named: nil, region: region, fault: error)
        }
    }

    private func iamBase(_ text: String, from name: String, at position: TextPosition? = nil) throws(DeployError)
        -> Endpoint
    {
        try checked(name, position) { () throws(Endpoint.Fault) in try IAMAddress.base(of: text) }
    }

    /// nil: not asked. Its usual address is on the machine's own network, and it is given no secret; so http will do.
    func metadataEndpoint() throws(DeployError) -> Endpoint? {
        guard object["ecs_metadata"]?.boolean == true else { return nil }
        let named = object["metadata_endpoint"]
        do throws(Endpoint.Fault) {
            return try Endpoint(named.map(text) ?? Defaults.metadataEndpoint.text)
        } catch {
            throw fault("metadata_endpoint", .pattern, error.message, named?.position)
        }
    }

    /// The id of a project, of CodeArts or of IAM.
    func projectID(_ member: StaticString, _ variable: String) throws(DeployError) -> String? {
        if let project = object[member] { return text(project) }
        guard let found = try self.variable([variable]) else { return nil }
        try checkForm(found.text, found.name)
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
        guard Region.isKnown(region) else {
            let near = Spelling.nearest(to: region, among: Region.known).map { " Did you mean \($0)?" } ?? ""
            let blank = SecretForm.fault(in: Array(region.utf8)[...], isOneWord: true).map { " \($0)" } ?? ""
            throw fault(
                name, .enum,
                "There is no region \(region) in the table: \(Region.known.joined(separator: ", ")).\(near)\(blank) Else give its \"endpoint\".",
                position)
        }
        return try checked(Region.endpoint(region), from: name, at: position)
    }

    private func checked(_ text: String, from name: String, at position: TextPosition? = nil) throws(DeployError)
        -> Endpoint
    {
        try checked(name, position) { () throws(Endpoint.Fault) in try Endpoint(text) }
    }

    private func checked(
        _ name: String, _ position: TextPosition?, _ read: () throws(Endpoint.Fault) -> Endpoint
    ) throws(DeployError) -> Endpoint {
        let endpoint: Endpoint
        do throws(Endpoint.Fault) {
            endpoint = try read()
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
