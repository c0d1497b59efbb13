import CArguments
import CodeArtsDeployModel

/// The arguments of the program, byte for byte as the system passes them.
struct RawArguments {
    /// Options whose value is a file path, of any bytes.
    private static let paths = ["--config", "--params-file"]
    /// Options without a value.
    private static let flags = [
        "--busy", "--dry-run", "--follow", "--help", "--log", "--no-busy", "--no-guard", "--quiet", "--strict",
        "--until-stdin-closes", "--version",
    ]
    private static let positions = [
        "start": ["task-id"], "deploy": ["task-id"], "watch": ["task-id", "record-id"],
        "stop": ["task-id", "record-id"], "rollback": ["task-id", "record-id"], "log": ["task-id", "record-id"],
        "records": ["task-id"], "apps": ["name"], "params": ["task-id", "record-id"],
        "validate": ["operation", "request"],
        "call": ["operation", "request"], "schema": ["operation"], "release": ["plan"],
    ]

    private let words: [[UInt8]]

    /// - Parameter words: without the program's name.
    init(_ words: [[UInt8]]) {
        self.words = words
    }

    /// The arguments of this process.
    static var given: RawArguments {
        let count = max(1, Int(arguments_count()))
        return RawArguments(
            (1..<count).compactMap { index in
                argument_at(CInt(index)).map { Array(UnsafeRawBufferPointer(start: $0, count: length(of: $0))) }
            })
    }

    private static func length(of text: UnsafePointer<CChar>) -> Int {
        var length = 0
        while text[length] != 0 { length += 1 }
        return length
    }

    /// For the argument parser, with the ids of tasks for their aliases. Everything but file paths must be UTF-8.
    func parsed() throws(DeployError) -> [String] {
        var texts: [String] = []
        var place = Place(command: words.first.map { String(decoding: $0, as: UTF8.self) } ?? "")
        for word in words {
            let part = place.next(word)
            if part.isPath {
                texts.append(RawText.carrying(word))
            } else if let fault = UTF8Sequence.firstFault(in: word) {
                throw Self.fault(part.name, at: fault < part.start ? fault : fault - part.start, word[fault])
            } else if part.name == "<task-id>" {
                texts.append(try TaskAliases.taskID(String(decoding: word, as: UTF8.self), value(of: "--profile")))
            } else {
                texts.append(String(decoding: word, as: UTF8.self))
            }
        }
        return texts
    }

    private static func fault(_ name: String, at offset: Int, _ byte: UInt8) -> DeployError {
        let number = String(byte, radix: 16, uppercase: true)
        let message = "This is not UTF-8: byte \(offset + 1) of it is \(number) in hexadecimal."
        var error = DeployError(.invalidArgument, "\(name): \(message) Nothing was sent.")
        error.violations = [Violation(path: name, rule: .encoding, message: message)]
        return error
    }

    /// The position in the command line.
    private struct Place {
        let command: String
        private var option: String?
        private var isPastOptions = false
        private var count = -1
        private var counts: [String: Int] = [:]

        init(command: String) {
            self.command = command
        }

        mutating func next(_ word: [UInt8]) -> (name: String, isPath: Bool, start: Int) {
            if !isPastOptions, word.first == UInt8(ascii: "-"), word.count > 1 { return optionOrTerminator(word) }
            if let option {
                self.option = nil
                return (option, paths.contains { option.hasPrefix($0) }, 0)
            }
            count += 1
            return position(word)
        }

        private mutating func optionOrTerminator(_ word: [UInt8]) -> (name: String, isPath: Bool, start: Int) {
            option = nil
            if word == Array("--".utf8) {
                isPastOptions = true
                return ("--", false, 0)
            }
            guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else {
                let name = String(decoding: word, as: UTF8.self)
                let isFlag = flags.contains(name) || name == "-f" || name == "-h" || name == "-q"
                if !isFlag { option = numbered(name) }
                return (isFlag ? name : numbered(name, counting: false), false, 0)
            }
            let name = String(decoding: word[..<equals], as: UTF8.self)
            return (numbered(name), paths.contains(name), equals + 1)
        }

        /// With its number, if the option can be given more than once.
        private mutating func numbered(_ name: String, counting: Bool = true) -> String {
            if counting { counts[name, default: 0] += 1 }
            return name.hasPrefix("--param") ? "\(name) number \(counts[name] ?? 1)" : name
        }

        private func position(_ word: [UInt8]) -> (name: String, isPath: Bool, start: Int) {
            guard count > 0 else { return ("The command", false, 0) }
            let names = positions[command] ?? []
            let name = count <= names.count ? "<\(names[count - 1])>" : "Argument \(count) of \(command)"
            return (name, name == "<request>" && word.first == UInt8(ascii: "@"), 0)
        }
    }

    /// The value of an option, before the arguments are parsed; nil if it is not given.
    func value(of option: String) -> String? {
        var value: String?
        var isNext = false
        for word in words.map({ String(decoding: $0, as: UTF8.self) }) {
            if isNext {
                value = word
                isNext = false
            } else if word == "--" {
                break
            } else if word.hasPrefix(option + "=") {
                value = String(word.dropFirst(option.count + 1))
            } else {
                isNext = word == option
            }
        }
        return value
    }

    // MARK: The format of errors

    /// The output format that the arguments ask for, for errors of the arguments themselves.
    var format: OutputFormat {
        var format: OutputFormat?
        var isNext = false
        for word in words.map({ String(decoding: $0, as: UTF8.self) }) {
            if isNext {
                format = OutputFormat(rawValue: word) ?? format
                isNext = false
            } else if word == "--" {
                break
            } else if let value = ["--output=", "-o="].first(where: word.hasPrefix) {
                format = OutputFormat(rawValue: String(word.dropFirst(value.count))) ?? format
            } else {
                isNext = word == "--output" || Self.endsWithOutput(word)
            }
        }
        return format ?? .text
    }

    /// `-o`, also combined with flags: `-fo`.
    private static func endsWithOutput(_ word: String) -> Bool {
        word.hasPrefix("-") && !word.hasPrefix("--") && word.last == "o" && word.dropFirst().allSatisfy(\.isLetter)
    }

    var isEmpty: Bool { words.isEmpty }

    /// Whether the command may start a deployment.
    var mayStart: Bool {
        ["start", "deploy", "rollback", "release"].contains { words.first == Array($0.utf8) }
    }
}
