// `scrip params`: what `--set` may set.
import ArgumentParser
import Session
import Terminal

struct ParamsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "params", abstract: "List the params of a script, for `run --set`.")

  @Argument(help: "The script; - for standard input.", completion: .file(extensions: ["scrip"]))
  var file: String

  func run() throws {
    let source = try ScriptFile.read(file)
    let session = ScripSession(options: .init(directory: ScriptFile.directory(of: file)))
    guard let report = session.params(of: source) else {
      Screen().write("no params\n")
      return
    }
    Screen().show(report)
  }
}
