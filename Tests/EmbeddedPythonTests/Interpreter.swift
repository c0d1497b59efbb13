import CPython
import Testing

/// CPython inside this process. It is started, used and ended on one thread, as a host that embeds it would.
@PythonThread
enum Interpreter {
    /// What a script died of.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    static func start() throws {
        Py_InitializeEx(0)  // 0: signals stay the host's
        let source = #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/bindings/python/src"
        try run(
            """
            import sys
            sys.dont_write_bytecode = True
            sys.path.insert(0, "/\(source)")
            """)
    }

    /// Whether it ended well.
    static func end() -> Bool { Py_FinalizeEx() == 0 }

    /// Runs a script in `__main__`, where the names of earlier ones still stand, and hands over its `answer`.
    @discardableResult
    static func run(_ script: String) throws -> String {
        let globals = try #require(PyModule_GetDict(PyImport_AddModule("__main__")))
        let text = try #require(PyUnicode_FromString(script))
        PyDict_SetItemString(globals, "script", text)
        Py_DecRef(text)
        let ended = try #require(PyRun_StringFlags(harness, Py_file_input, globals, globals, nil))
        Py_DecRef(ended)
        let fault = try variable("fault", globals)
        if !fault.isEmpty { throw Fault(description: fault) }
        return try variable("answer", globals)
    }

    private static let harness = """
        import traceback
        answer, fault = "", ""
        try:
            exec(script)
        except BaseException:
            fault = traceback.format_exc()
        """

    private static func variable(_ name: String, _ globals: UnsafeMutablePointer<PyObject>) throws -> String {
        let value = try #require(PyDict_GetItemString(globals, name))
        return String(cString: try #require(PyUnicode_AsUTF8(value)))
    }
}

/// Starts the interpreter before the tests of a suite and ends it behind the last of them.
struct InterpreterTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing tests: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Interpreter.start()
        try await tests()
        #expect(await Interpreter.end())
    }
}

extension Trait where Self == InterpreterTrait {
    static var interpreter: InterpreterTrait { InterpreterTrait() }
}
