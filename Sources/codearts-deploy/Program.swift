import ArgumentParser
import CodeArtsDeploy

/// `codearts-deploy`, the program.
@main
struct Program: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codearts-deploy",
        abstract: "Huawei Cloud CodeArts Deploy from the command line.",
        version: "codearts-deploy \(Library.version)",
        subcommands: [EmulatorCommand.self])
}
