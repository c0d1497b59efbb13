internal import CodeArtsDeployModel

/// Percent-encoding (RFC 3986) as signatures want it: everything but `A-Z a-z 0-9 - _ . ~` is escaped, in capitals.
enum PercentEncoding {
    static func append(_ text: String, to encoded: inout [UInt8]) {
        for byte in Array(text.utf8) { append(byte, isRetained: isUnreserved(byte), to: &encoded) }
    }

    /// A path whose slashes stay.
    static func encoded(path: String) -> [UInt8] {
        var encoded: [UInt8] = []
        let bytes = Array(path.utf8)
        encoded.reserveCapacity(bytes.count + 32)
        for byte in bytes { append(byte, isRetained: isKeptInPath(byte), to: &encoded) }
        return encoded
    }

    /// A text without its escapes. What looks like an escape and is none stays as it is.
    static func decoded(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var at = 0
        while at < text.count {
            if text[at] == UInt8(ascii: "%"), at + 2 < text.count, let high = value(text[at + 1]),
                let low = value(text[at + 2])
            {
                decoded.append(high << 4 | low)
                at += 3
            } else {
                decoded.append(text[at])
                at += 1
            }
        }
        return decoded
    }

    static func isKeptInPath(_ byte: UInt8) -> Bool { isUnreserved(byte) || byte == UInt8(ascii: "/") }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    @inline(never)
    private static func append(_ byte: UInt8, isRetained: Bool, to encoded: inout [UInt8]) {
        if isRetained {
            encoded.append(byte)
        } else {
            encoded.append(UInt8(ascii: "%"))
            encoded.append(digit(byte >> 4))
            encoded.append(digit(byte & 15))
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
