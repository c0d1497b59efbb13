import ArgumentParser
import CodeArtsDeploy

/// `codearts-deploy`, the program.
@main
struct Program: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codearts-deploy",
        abstract: "Start a deployment of Huawei Cloud CodeArts Deploy once, and know how it ended.",
        discussion: """
            Credentials are never options, because every user of a machine can read the options of its processes and \
            shells remember them. They come from the environment (CODEARTS_DEPLOY_TOKEN; HUAWEICLOUD_SDK_AK and \
            HUAWEICLOUD_SDK_SK; HW_USER_NAME, HW_USER_PASSWORD and HW_DOMAIN_NAME), from \
            ~/.huaweicloud/credentials, or from a file given with --config. "codearts-deploy doctor" says which are \
            used.

            EXIT STATUS
            \(ExitStatus.table)

            SHELL COMPLETION
            codearts-deploy --generate-completion-script bash (or zsh, or fish) prints a script for your shell.
            """,
        version: "codearts-deploy \(Library.version)",
        groupedSubcommands: [
            CommandGroup(
                name: "Deployments:",
                subcommands: [
                    StartCommand.self, DeployCommand.self, WatchCommand.self, StopCommand.self, RollbackCommand.self,
                    ReleaseCommand.self,
                ]),
            CommandGroup(
                name: "Records:",
                subcommands: [AppsCommand.self, LogCommand.self, RecordsCommand.self, ParamsCommand.self]),
            CommandGroup(
                name: "Requests:", subcommands: [ValidateCommand.self, SchemaCommand.self, CallCommand.self]),
            CommandGroup(name: "Setting up:", subcommands: [DoctorCommand.self, EmulatorCommand.self]),
        ])
}
