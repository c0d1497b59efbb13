import ArgumentParser

extension Program {
    static func main() {
        Descriptors.fillGaps()
        var code = ExitStatus.success.code
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            code = told(error)
        }
        exit(withError: Conclusion.end(code))
    }

    private static func told(_ error: any Error) -> ExitCode {
        let code = exitCode(for: error)
        if !(error is ExitCode) { (code.isSuccess ? Stream.out : Stream.error).line(fullMessage(for: error)) }
        return code
    }
}
