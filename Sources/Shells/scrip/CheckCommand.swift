// `scrip check`: every mistake of a script, and nothing run.
import ArgumentParser
import Session
import Terminal
import Text

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Report every mistake of scripts without running them.")

  @Argument(help: "Scripts; - for standard input.", completion: .file(extensions: ["scrip"]))
  var files: [String]

  func run() throws {
    let screen = Screen()
    var failed = false
    for file in files {
      guard let source = try? ScriptFile.read(file) else {
        failed = true
        continue
      }
      let session = ScripSession(options: .init(directory: ScriptFile.directory(of: file)))
      let diagnostics = session.check(source)
      screen.show(diagnostics, of: source)
      failed = failed || diagnostics.contains { $0.severity == .error }
    }
    if failed { throw ExitCode(1) }
  }
}
