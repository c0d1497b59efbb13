internal import CodeArtsDeployModel

/// The CA certificates to trust, for the service, IAM and a proxy alike.
struct TrustStore: Sendable, Equatable {
    /// Paths, as bytes.
    var file: [UInt8]?
    var folder: [UInt8]?
}

/// A resolver of where CA certificates are. A place that is named and cannot be used is a fault: trusting others
/// instead would surprise.
struct TrustReader {
    struct Fault: Error {
        let name: String
        let message: String
    }

    /// A bundle with every CA there is has less than one MiB.
    private static let most = 32 << 20

    let environment: any Environment
    let waitMS: Int

    /// In curl's order: CURL_CA_BUNDLE, else the two of OpenSSL together; after them the one of Python's requests,
    /// which the official SDK takes.
    func fromVariables() throws(Fault) -> TrustStore? {
        let bundle = "CURL_CA_BUNDLE"
        if let path = environment.variable(bundle) { return try file(path, from: bundle) }
        var store = TrustStore()
        if let path = environment.variable("SSL_CERT_DIR") { store.folder = try folder(path, from: "SSL_CERT_DIR") }
        if let path = environment.variable("SSL_CERT_FILE") { store.file = try file(path, from: "SSL_CERT_FILE").file }
        if store.file != nil || store.folder != nil { return store }
        let requests = "REQUESTS_CA_BUNDLE"
        guard let path = environment.variable(requests) else { return nil }
        // That library takes either.
        if environment.isFolder(path) { return TrustStore(folder: path) }
        return try file(path, from: requests)
    }

    func file(_ path: [UInt8], from name: String) throws(Fault) -> TrustStore {
        switch environment.read(path, atMost: Self.most).contents(within: waitMS) {
        case .bytes(let text, _):
            guard Self.hasCertificate(text.with { Array($0) }) else {
                throw fault(name, path, "holds no certificate in PEM form")
            }
            return TrustStore(file: path)
        case .missing: throw fault(name, path, "cannot be read: it is not there")
        case .unusable(let why): throw fault(name, path, why)
        case nil: throw fault(name, path, "cannot be read in time")
        }
    }

    /// Several folders may stand between colons. Lists are written for many systems: OpenSSL looks into those that
    /// there are.
    private func folder(_ path: [UInt8], from name: String) throws(Fault) -> [UInt8] {
        let parts = path[...].parts(between: UInt8(ascii: ":"))
        guard parts.contains(where: { environment.isFolder(Array($0)) }) else {
            throw fault(name, path, "is no folder that can be read", of: "The folder")
        }
        return path
    }

    private func fault(_ name: String, _ path: [UInt8], _ why: String, of what: String = "The file") -> Fault {
        Fault(name: name, message: "\(what) \(String(decoding: path, as: UTF8.self)) \(why).")
    }

    private static func hasCertificate(_ text: [UInt8]) -> Bool {
        let marks: [StaticString] = [
            "-----BEGIN CERTIFICATE-----", "-----BEGIN TRUSTED CERTIFICATE-----", "-----BEGIN X509 CERTIFICATE-----",
        ]
        return text.indices.contains { at in
            text[at] == UInt8(ascii: "-") && (at == 0 || text[at - 1] != UInt8(ascii: "-"))
                && marks.contains { mark in mark.withUTF8Buffer { text[at...].starts(with: $0) } }
        }
    }
}
