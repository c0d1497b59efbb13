// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// What requests need to write their members.
    extension JSONWriter {
        mutating func member(_ name: StaticString, ifKnown value: Bool?) {
            if let value { member(name, value) }
        }

        mutating func member(_ name: StaticString, ifKnown texts: [String]?) {
            if let texts { member(name, texts) }
        }

        mutating func member(_ name: StaticString, _ texts: [String]) {
            self.name(name)
            beginArray()
            for text in texts { string(text) }
            endArray()
        }
    }
#endif
