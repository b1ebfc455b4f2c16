// `scrip run`: a script from a file, with parameters overridden, and its report.
import ArgumentParser
import Foundation
import Session
import Terminal

enum DumpStage: String, ExpressibleByArgument, CaseIterable {
  case tokens, tree
}

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a script.",
    discussion: "The whole script is checked first; nothing runs when the check finds an error.")

  @Argument(help: "The script; - for standard input.", completion: .file(extensions: ["scrip"]))
  var file: String

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Override a `param` of the script.", valueName: "name=value"))
  var settings: [String] = []

  @Option(
    help: "Write the report here: .html is one self-contained file, .md comes with SVG files.",
    completion: .file(extensions: ["html", "md"]))
  var report: String?

  @Option(help: "Print a stage of the script instead of running it: tokens or tree.")
  var dump: DumpStage?

  @OptionGroup var options: SharedOptions

  func validate() throws {
    for setting in settings where !setting.dropFirst().contains("=") {
      throw ValidationError("--set takes name=value, found \(setting)")
    }
    if let report, !report.hasSuffix(".html"), !report.hasSuffix(".md") {
      throw ValidationError("--report writes .html or .md, found \(report)")
    }
  }

  private var overrides: [(name: String, text: String)] {
    settings.map { setting in
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), String(parts[1]))
    }
  }

  func run() throws {
    options.apply()
    let source = try ScriptFile.read(file)
    if let dump {
      print(dump == .tokens ? dumpTokens(of: source) : dumpTree(of: source))
      return
    }
    let screen = Screen(isQuiet: options.quiet)
    let session = ScripSession(
      options: .init(
        directory: ScriptFile.directory(of: file), overrides: overrides,
        rowLimit: screen.settings.outputIsTerminal ? 10 : nil))
    let outcome = screen.run(source, in: session)
    if let report {
      try ReportFile.write(outcome, of: source, overrides: overrides, to: report)
      if !options.quiet { screen.writeError("wrote \(report)\n") }
    }
    throw ExitCode(outcome.end.rawValue)
  }
}
