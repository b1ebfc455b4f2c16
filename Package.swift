// swift-tools-version: 6.2
// The folder list is the architecture: docs/architecture.md has the import table that these
// dependencies follow, and Tests/ProjectTests compares every `import` line with it.
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

func source(_ name: String, in wing: String, needs: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: needs, path: "Sources/\(wing)/\(name)", swiftSettings: settings)
}

func tests(
  _ name: String, needs: [Target.Dependency], excluding: [String] = [], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: needs, path: "Tests/\(name)", exclude: excluding,
    resources: resources, swiftSettings: settings)
}

let method: [Target.Dependency] = [
  "Compute", "Data", "Database", "Market", "Learning", "Estimation", "Allocation",
]
let language: [Target.Dependency] = ["Text", "Syntax", "Formatting", "Checking", "Execution"]
let operators: [Target.Dependency] = ["OperatorKit", "Operators"]
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "scrip",
  products: [
    .executable(name: "scrip", targets: ["scrip"]),
    .library(
      name: "ScripMethod",
      targets: [
        "Compute", "Data", "Database", "Market", "Learning", "Estimation", "Allocation",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // C: system libraries, thin shims, and the arithmetic of a training step.
    .systemLibrary(
      name: "CSQLite", path: "Sources/C/CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .target(name: "CKernels", path: "Sources/C/CKernels"),
    .target(
      name: "CEditLine", path: "Sources/C/CEditLine", linkerSettings: [.linkedLibrary("edit")]),

    // Row 0
    source("Text", in: "Language"),
    source("Compute", in: "Method", needs: ["CKernels"]),
    source("Reporting", in: "Shells"),
    // Row 1
    source("Syntax", in: "Language", needs: ["Text"]),
    source("Data", in: "Method", needs: ["Compute"]),
    // Row 2
    source("Formatting", in: "Language", needs: ["Text", "Syntax"]),
    source("Database", in: "Method", needs: ["CSQLite", "Data", "Compute"]),
    source("Market", in: "Method", needs: ["Data", "Compute"]),
    source("Learning", in: "Method", needs: ["Data", "Compute"]),
    // Row 3
    source("Estimation", in: "Method", needs: ["Learning", "Data", "Compute"]),
    // Row 4
    source("Allocation", in: "Method", needs: ["Estimation", "Learning", "Data"]),
    // Row 5
    source("OperatorKit", in: "Operators", needs: ["Text", "Reporting"] + method),
    // Row 6
    source("Checking", in: "Language", needs: ["Text", "Syntax", "OperatorKit", "Data"]),
    source("Operators", in: "Operators", needs: ["OperatorKit", "Reporting"] + method),
    // Row 7
    source(
      "Execution", in: "Language",
      needs: ["Text", "Syntax", "OperatorKit", "Checking", "Data", "Compute"]),
    // Row 8
    source("Session", in: "Shells", needs: language + operators + ["Reporting"] + method),
    // Row 9
    source("Terminal", in: "Shells", needs: ["Session", "Reporting", "Text", "CEditLine"]),
    source("LanguageServer", in: "Shells", needs: ["Session", "Text"]),
    // Row 10
    .executableTarget(
      name: "scrip",
      dependencies: ["Session", "Terminal", "LanguageServer", "Reporting", "Text", argumentParser],
      path: "Sources/Shells/scrip", swiftSettings: settings),

    .executableTarget(
      name: "Benchmarks", dependencies: method + ["CKernels", argumentParser],
      path: "Benchmarks/Sources"),

    // Random scripts from the grammar, and the program that feeds them and worse to every reader.
    .target(
      name: "Generation", dependencies: ["Syntax", "Text"], path: "Fuzz/Generation",
      swiftSettings: settings),
    .executableTarget(
      name: "Fuzz",
      dependencies: language + operators + method
        + [
          "CSQLite", "Generation", "Session", "Terminal", "LanguageServer", "Reporting",
          argumentParser,
        ],
      path: "Fuzz/Sources"),

    tests(
      "SyntaxTests", needs: ["Text", "Syntax", "Formatting", "Generation"],
      resources: [.copy("Scripts")]),
    tests("ComputeTests", needs: ["Compute", "CKernels"]),
    tests("ReportingTests", needs: ["Reporting"], excluding: ["Golden"]),
    tests("DataTests", needs: ["Data", "Compute"]),
    tests(
      "DatabaseTests", needs: ["Database", "Data", "Compute", "CSQLite", "Session", "Text"]),
    tests("MarketTests", needs: ["Market", "Data", "Compute"]),
    tests("LearningTests", needs: ["Learning", "Market", "Data", "Compute"]),
    tests("EstimationTests", needs: ["Estimation", "Market", "Learning", "Data", "Compute"]),
    tests("AllocationTests", needs: ["Allocation", "Estimation", "Learning", "Data", "Compute"]),
    tests(
      "OracleTests", needs: ["Allocation", "Estimation", "Learning", "Data", "Compute"],
      excluding: ["occupation_measures.py"]),
    tests("ExecutionTests", needs: language + operators + ["Reporting", "Data"]),
    tests("OperatorTests", needs: operators + ["Session", "Reporting", "Text"]),
    tests(
      "SessionTests", needs: ["Session", "Reporting", "Text", "Data"], excluding: ["Diagnostics"]),
    tests("LanguageServerTests", needs: ["LanguageServer"]),
    tests("TerminalTests", needs: ["Terminal", "Reporting"]),
    tests("ProjectTests", needs: ["Operators", "OperatorKit", "Session", "Reporting", "Text"]),
  ],
  swiftLanguageModes: [.v6]
)
