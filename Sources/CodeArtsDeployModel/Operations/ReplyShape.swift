/// What an answer holds, in a notation as short as the documentation needs it to be.
///
/// `{name,count:integer,done:boolean,extra:any,inner:{…},list:[…],by_name:*{…}}`: a name without a type is a text,
/// `secret` a value that no log may show, `[…]` an array of what it holds, `*` an object whose members all look like what follows.
public struct ReplyShape: Sendable, ExpressibleByStringLiteral {
    public let notation: StaticString

    public init(stringLiteral notation: StaticString) {
        self.notation = notation
    }
}
