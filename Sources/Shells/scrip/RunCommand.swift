// `scrip run`: a script from a file, with parameters overridden.
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

  @OptionGroup var settings: Settings

  @Option(help: "Print a stage of the script instead of running it: tokens or tree.")
  var dump: DumpStage?

  @Option(help: "How to report mistakes on standard error: text, or json, one object a line.")
  var format = ReportFormat.text

  @Flag(help: "Say of every learner and estimator why it ran, or that its result was kept.")
  var why = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    options.apply()
    let source = try ScriptFile.read(file)
    if let dump {
      Screen().write((dump == .tokens ? dumpTokens(of: source) : dumpTree(of: source)) + "\n")
      return
    }
    let screen = Screen(isQuiet: options.quiet)
    let session = ScripSession(
      options: .init(
        directory: ScriptFile.directory(of: file), overrides: settings.overrides,
        rowLimit: screen.settings.outputIsTerminal ? 10 : nil, stageFolder: options.stageFolder))
    let outcome = screen.run(source, in: session, asJSON: format == .json, explainsStages: why)
    throw ExitCode(outcome.end.rawValue)
  }
}
