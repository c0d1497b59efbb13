import Glibc

/// Lines that somebody types, without being deaf to Ctrl-C meanwhile.
struct LineInput {
    private static let sliceMS: CInt = 100

    private let descriptor: CInt
    private let signals: HeldSignals

    init(_ descriptor: CInt, _ signals: HeldSignals) {
        self.descriptor = descriptor
        self.signals = signals
    }

    /// The line without its end.
    ///
    /// - Parameter goesOn: asked every now and then; no ends it.
    /// - Returns: nil where a signal came first, or it does not go on.
    func read(while goesOn: () -> Bool = { true }) -> [UInt8]? {
        var line: [UInt8] = []
        while goesOn() {
            if signals.take() { return nil }
            var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&input, 1, Self.sliceMS) > 0 else { continue }
            var byte: UInt8 = 0
            guard Glibc.read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") else { return line }
            line.append(byte)
        }
        return nil
    }
}
