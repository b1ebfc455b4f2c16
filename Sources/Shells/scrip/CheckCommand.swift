// `scrip check`: every mistake of a script, and nothing run. Exit codes: 0 no mistake, 1 a mistake, 2 a file
// that cannot be read or an option that is wrong. Warnings change none of them.
import ArgumentParser
import Session
import Terminal
import Text

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Report every mistake of scripts without running them.")

  @Argument(help: "Scripts; - for standard input.", completion: .file(extensions: ["scrip"]))
  var files: [String]

  @OptionGroup var settings: Settings

  @Option(help: "How to report: text, or json, one object a line on standard output.")
  var format = ReportFormat.text

  func run() throws {
    let screen = Screen()
    var worst: Int32 = 0
    for file in files {
      guard let source = try? ScriptFile.read(file) else {
        worst = 2
        continue
      }
      let session = ScripSession(
        options: .init(
          directory: ScriptFile.directory(of: file), overrides: settings.overrides))
      let diagnostics = session.check(source)
      switch format {
      case .text: screen.show(diagnostics, of: source)
      case .json: for line in diagnostics { screen.write(line.json(in: source) + "\n") }
      }
      let errors = diagnostics.filter { $0.severity == .error }
      if errors.contains(where: { !$0.isOfCommandLine }) {
        worst = max(worst, 1)
      } else if !errors.isEmpty {
        worst = 2
      }
    }
    if worst != 0 { throw ExitCode(worst) }
  }
}

enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
