// swift-tools-version: 6.3
import PackageDescription

// One source, two worlds. Ordinary Swift compiles everything: the program, Swift's own tests, the sanitizers' builds.
// Embedded Swift compiles the library that ships, and only that: it is the size of a C library and needs no Swift where
// it runs. The Makefile gives each world its own scratch path, because their modules cannot be mixed.
let isEmbedded = Context.environment["CAD_EMBEDDED"] != nil
let folder = Context.packageDirectory

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// - Parameter optimization: of the model, where every call spends most of its time, for speed; else for size.
func embedded(_ optimization: String) -> [SwiftSetting] {
    [
        .enableExperimentalFeature("Embedded"),
        // There is no check of exclusive access at run time here, only calls of an empty function: they are left out.
        // The hash of each object file is for builds that skip what did not change; it would stay in the library.
        .unsafeFlags([
            "-wmo", optimization, "-Xfrontend", "-function-sections", "-Xfrontend",
            "-disable-incremental-llvm-codegen", "-enforce-exclusivity=unchecked", "-dwarf-version=4",
        ]),
    ]
}

let embeddedLink = [
    "-enable-experimental-feature", "Embedded", "-Xlinker",
    "-L\(Context.environment["CAD_SWIFT_RESOURCES"] ?? "/usr/lib/swift")/embedded/x86_64-unknown-linux-gnu",
    "-Xlinker", "-z", "-Xlinker", "defs", "-lm",
    // Where it is linked as one (--experimental-lto-mode full): instructions that occur often become functions; what
    // the modules' own optimization did not inline is not inlined now; and there are no tables for exceptions, 90 KB,
    // because there are none to pass through (debuggers read those among the debug symbols).
    "-Xlinker", "-mllvm", "-Xlinker", "-enable-machine-outliner=always",
    "-Xlinker", "-mllvm", "-Xlinker", "-inline-threshold=0",
    "-Xlinker", "-mllvm", "-Xlinker", "-exception-model=sjlj", "-Xlinker", "-O2",
]

/// The core: the model, the client and the ABI stay inside the Embedded Swift subset in both worlds.
let core = strict + (isEmbedded ? embedded("-Osize") : [])
let quickCore = strict + (isEmbedded ? embedded("-O") : [])

/// Version 5 of the debug symbols is more than many a valgrind can read.
let readableSymbols: [CSetting] = isEmbedded ? [.unsafeFlags(["-gdwarf-4"])] : []

/// How a shared library should be linked: only the header's names are visible, nothing is resolved late, and it is
/// never unmapped (a host may dlclose it while its thread still runs).
let sharedLibrary: [String] =
    ["-use-ld=lld"] + (isEmbedded ? embeddedLink : []) + [
        "-Xlinker", "--version-script=\(folder)/Sources/CodeArtsDeployABI/exports.map",
        "-Xlinker", "-soname=libcodearts_deploy.so.0",
        "-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now",
        "-Xlinker", "-z", "-Xlinker", "nodelete", "-Xlinker", "--icf=all",
    ]

let library: [Target] = [
    .systemLibrary(name: "CodeArtsDeployC", path: "include"),
    .target(name: "CPlatform", cSettings: readableSymbols),
    .target(name: "CCurl", cSettings: readableSymbols, linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CodeArtsDeployModel", swiftSettings: quickCore),
    .target(name: "CodeArtsDeploy", dependencies: ["CodeArtsDeployModel", "CCurl", "CPlatform"], swiftSettings: core),
    .target(
        name: "CodeArtsDeployABI",
        dependencies: ["CodeArtsDeployC", "CodeArtsDeploy", "CodeArtsDeployModel", "CPlatform"],
        exclude: ["exports.map"], swiftSettings: core, linkerSettings: [.unsafeFlags(sharedLibrary)]),
]

let around: [Target] = [
    .target(
        name: "CodeArtsDeployAsync", dependencies: ["CodeArtsDeploy", "CodeArtsDeployModel"], swiftSettings: strict),
    .target(
        name: "CodeArtsDeployEmulator",
        dependencies: [
            "CodeArtsDeploy", "CodeArtsDeployModel", .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        ], swiftSettings: strict),
    .target(name: "CArguments"),
    .systemLibrary(name: "CYaml", providers: [.apt(["libyaml-dev"])]),
    .executableTarget(
        name: "codearts-deploy",
        dependencies: [
            "CArguments", "CYaml", "CodeArtsDeployEmulator", "CodeArtsDeploy", "CodeArtsDeployModel", "CPlatform",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ], swiftSettings: strict,
        // The archive, so that the program runs where no libyaml is.
        linkerSettings: [.unsafeFlags(["-Xlinker", "-l:libyaml.a"])]),
    // The four stories that every binding has, and the runner of the bindings' tests.
    .executableTarget(
        name: "stories", dependencies: ["CodeArtsDeploy", "CodeArtsDeployModel"], path: "bindings/swift/stories",
        swiftSettings: strict),
    .executableTarget(
        name: "stories-runner", dependencies: ["CodeArtsDeploy", "CodeArtsDeployModel"],
        path: "Tests/Bindings/runners/swift", swiftSettings: strict),
    .systemLibrary(
        name: "CPython", path: "Tests/CPython", pkgConfig: "python3-embed", providers: [.apt(["libpython3-dev"])]),
    .testTarget(name: "CodeArtsDeployModelTests", dependencies: ["CodeArtsDeployModel"], swiftSettings: strict),
    .target(
        name: "FakeNetwork", dependencies: ["CodeArtsDeploy", "CodeArtsDeployModel", "CPlatform"],
        path: "Tests/FakeNetwork", swiftSettings: strict),
    .testTarget(
        name: "CodeArtsDeployTests",
        dependencies: ["CodeArtsDeploy", "CodeArtsDeployModel", "CPlatform", "FakeNetwork"], swiftSettings: strict),
    .testTarget(
        name: "CodeArtsDeployAsyncTests",
        dependencies: [
            "CodeArtsDeployAsync", "CodeArtsDeploy", "CodeArtsDeployEmulator", "CodeArtsDeployModel", "FakeNetwork",
        ], swiftSettings: strict),
    .testTarget(
        name: "CodeArtsDeployEmulatorTests",
        dependencies: [
            "CodeArtsDeployEmulator", "CodeArtsDeploy", "CodeArtsDeployModel",
            .product(name: "NIOHTTP1", package: "swift-nio"),
        ],
        swiftSettings: strict),
    .testTarget(
        name: "EmbeddedPythonTests", dependencies: ["CPython", "CodeArtsDeploy", "CodeArtsDeployModel"],
        swiftSettings: strict),
]

let package = Package(
    name: "codearts-deploy",
    products: [
        .library(name: "codearts_deploy", type: .dynamic, targets: ["CodeArtsDeployABI"]),
        .library(name: "CodeArtsDeploy", targets: ["CodeArtsDeploy", "CodeArtsDeployModel"]),
    ]
        + (isEmbedded
            ? []
            : [
                .library(name: "CodeArtsDeployAsync", targets: ["CodeArtsDeployAsync"]),
                .executable(name: "codearts-deploy", targets: ["codearts-deploy"]),
            ]),
    dependencies: isEmbedded
        ? []
        : [
            .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
            .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        ],
    targets: library + (isEmbedded ? [] : around),
    swiftLanguageModes: [.v6]
)
