// `scrip lsp`: the language server, for editors.
import ArgumentParser
import LanguageServer

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp", abstract: "Serve an editor over standard input and output.",
    discussion: "The Language Server Protocol; docs/editors.md says how to set up an editor.")

  func run() throws {
    throw ExitCode(serve())
  }
}
