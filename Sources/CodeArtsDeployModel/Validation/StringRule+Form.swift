extension StringRule {
    /// What a text must look like as a whole.
    public enum Form: Sendable {
        /// A path of a URL: from a / on, without . and .. and empty segments.
        case path
        /// A `traceparent` of W3C Trace Context: `00-<trace>-<parent>-01`.
        case traceParent

        func accepts(_ text: ArraySlice<UInt8>) -> Bool {
            switch self {
            case .path: Self.isPath(text)
            case .traceParent: Self.isTraceParent(text)
            }
        }

        /// What whoever wrote another text is asked for.
        var demand: String {
            switch self {
            case .path:
                "This must be a path from / on, without empty segments, without . and .. as segments, each % before two hexadecimal digits."
            case .traceParent:
                "This must be a traceparent of W3C Trace Context: version, trace id, parent id and flags in lower case hexadecimal digits, neither id all zeros."
            }
        }
    }
}

extension StringRule.Form {
    /// Dots and empty segments would be folded on the way, after the request was signed; and what an escape that is
    /// none means, nobody knows.
    private static func isPath(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first == UInt8(ascii: "/"), hasWholeEscapes(text) else { return false }
        let segments = text.dropFirst().parts(between: UInt8(ascii: "/"))
        // The last one is empty where the path ends with a slash.
        return segments.dropLast().allSatisfy { !$0.isEmpty }
            && segments.allSatisfy { $0.count > 2 || !($0.allSatisfy { $0 == UInt8(ascii: ".") } && !$0.isEmpty) }
    }

    private static func hasWholeEscapes(_ text: ArraySlice<UInt8>) -> Bool {
        text.indices.allSatisfy { at in
            text[at] != UInt8(ascii: "%")
                || at + 2 < text.endIndex && isHexadecimal(text[at + 1]) && isHexadecimal(text[at + 2])
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isLowerHexadecimal(byte) || byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "F")
    }

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f")
    }

    private static func isTraceParent(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.parts(between: UInt8(ascii: "-"))
        guard parts.count == 4, parts.allSatisfy({ $0.allSatisfy(isLowerHexadecimal) }) else { return false }
        let isZero = { (part: ArraySlice<UInt8>) in part.allSatisfy { $0 == UInt8(ascii: "0") } }
        // The version ff is none.
        return parts[0].count == 2 && parts[1].count == 32 && parts[2].count == 16 && parts[3].count == 2
            && !parts[0].allSatisfy { $0 == UInt8(ascii: "f") } && !isZero(parts[1]) && !isZero(parts[2])
    }
}
