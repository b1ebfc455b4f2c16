// `scrip explain E0123`: the longer story of a code, with a script that earns it and the same mended.
import ArgumentParser
import Session
import Terminal

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell the longer story of an error or warning.")

  @Argument(help: "A code such as E0301 or W0401; all of them when not given.")
  var code: String?

  func run() throws {
    guard let code else {
      Screen().show(explanations())
      return
    }
    guard let report = explanation(of: code) else {
      Screen().writeError("error: no mistake has the code `\(code)`; `scrip explain` lists them\n")
      throw ExitCode(2)
    }
    Screen().show(report)
  }
}
