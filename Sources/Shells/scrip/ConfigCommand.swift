// `scrip config`: the prompt's settings as a commented file.
import ArgumentParser
import Foundation
import Terminal

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print the prompt's settings as a commented file.",
    discussion: """
      The prompt reads ~/.config/scrip/config, or scrip/config in XDG_CONFIG_HOME. No script, report or \
      number depends on it.
      """)

  @Flag(help: "Print only where the file is looked for.")
  var path = false

  @Flag(help: "Write the file, unless there is one.")
  var write = false

  func validate() throws {
    if path, write { throw ValidationError("--path and --write do not go together") }
  }

  func run() throws {
    let url = Preferences.location()
    if path {
      Screen().write(url.path + "\n")
      return
    }
    let (preferences, problems) = Preferences.load()
    for problem in problems { Screen().writeError("warning: \(problem)\n") }
    guard write else {
      Screen().write(preferences.fileText)
      return
    }
    guard !FileManager.default.fileExists(atPath: url.path) else {
      throw ScriptFile.failure("`\(url.path)` exists already")
    }
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(preferences.fileText.utf8).write(to: url, options: .atomic)
    } catch {
      throw ScriptFile.failure("cannot write `\(url.path)`: \(error.localizedDescription)")
    }
    Screen().write("wrote \(url.path)\n")
  }
}
