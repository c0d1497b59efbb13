internal import CodeArtsDeployModel

/// The address of a proxy, as a configuration or the environment gives it; libcurl reads both by the same rules.
enum ProxyAddress {
    /// The variable that names the proxy for a URL; nil where there is none, or the host is an exception.
    static func variable(
        for url: String, isEncrypted: Bool, _ environment: any Environment
    ) -> (name: String, address: [UInt8])? {
        // The name in capitals is not read for http: a web server could be made to set it.
        let names = isEncrypted ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
        for name in names + ["all_proxy", "ALL_PROXY"] {
            guard let found = environment.variable(name) else { continue }
            let exceptions = environment.variable("no_proxy") ?? environment.variable("NO_PROXY") ?? []
            return isException(host(of: Array(url.utf8)), exceptions) ? nil : (name, found)
        }
        return nil
    }

    /// Why this is no address of a proxy: a sentence, which repeats nothing of it; nil where libcurl can use it.
    static func fault(in proxy: [UInt8]) -> String? {
        if proxy.isEmpty { return nil }
        guard UTF8Sequence.firstFault(in: proxy) == nil else {
            return "This is not valid UTF-8: write such bytes of a user or password as %E9."
        }
        if let form = SecretForm.fault(in: proxy[...], isOneWord: true) { return form }
        let mark: StaticString = "://"
        let end = proxy.indices.first { at in mark.withUTF8Buffer { proxy[at...].starts(with: $0) } }
        if let end {
            let schemes: [StaticString] = ["http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h"]
            let scheme = lowerCase(proxy[..<end])
            guard schemes.contains(where: { $0.matches(scheme) }) else {
                return
                    "The address of a proxy starts with http://, https://, socks4://, socks4a://, socks5:// or socks5h://."
            }
        }
        let authority = authority(of: proxy)
        let isBracketed = authority.first == UInt8(ascii: "[")
        let host = authority.prefix { $0 != UInt8(ascii: isBracketed ? "]" : ":") }
        if host.isEmpty { return "The address of a proxy has no host." }
        let port = authority.dropFirst(host.count + (isBracketed ? 1 : 0)).dropFirst()
        if !port.isEmpty, !(Int(digits: port).map { (1...65_535).contains($0) } ?? false) {
            return "The port of a proxy is a number from 1 to 65535."
        }
        return nil
    }

    // MARK: Parts

    static func authority(of url: [UInt8]) -> ArraySlice<UInt8> {
        let marks: StaticString = "://"
        var rest = url[...]
        let start = url.indices.first { at in marks.withUTF8Buffer { url[at...].starts(with: $0) } }
        if let start { rest = url[(start + 3)...] }
        if let at = rest.lastIndex(of: UInt8(ascii: "@")) { rest = rest[(at + 1)...] }
        return rest.prefix { $0 != UInt8(ascii: "/") }
    }

    private static func host(of url: [UInt8]) -> ArraySlice<UInt8> {
        let authority = authority(of: url)
        if authority.first == UInt8(ascii: "[") {
            return authority.dropFirst().prefix { $0 != UInt8(ascii: "]") }
        }
        return lowerCase(authority.prefix { $0 != UInt8(ascii: ":") })
    }

    /// As libcurl reads NO_PROXY: names, with all that end in them, between commas or blanks; a star for all.
    private static func isException(_ host: ArraySlice<UInt8>, _ list: [UInt8]) -> Bool {
        let separated = list.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: ",") : $0 }
        return separated[...].parts(between: UInt8(ascii: ",")).contains { part in
            let name = lowerCase(part.first == UInt8(ascii: ".") ? part.dropFirst() : part)
            if name.isEmpty { return false }
            if name.count == 1, name.first == UInt8(ascii: "*") { return true }
            if host.elementsEqual(name) { return true }
            return host.count > name.count && host.suffix(name.count).elementsEqual(name)
                && host.dropLast(name.count).last == UInt8(ascii: ".")
        }
    }

    static func lowerCase(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }[...]
    }
}
