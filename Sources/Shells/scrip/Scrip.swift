// The command. Without a subcommand it is the prompt, or, when something is piped into it, a script on
// standard input. Exit codes: 0 fine, 1 the script failed, 2 wrong usage, 3 an `expect` does not hold,
// 130 interrupted.
import ArgumentParser
import Foundation
import Session
import Terminal

@main
struct Scrip: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scrip",
    abstract: "Decide who gets which coupon, and when, from logged data alone.",
    discussion: """
      Without a subcommand: the prompt, or the script on standard input when something is piped in. `scrip spring.scrip`
      is short for `scrip run spring.scrip`.
      Exit codes: 0 fine, 1 the script failed or is not formatted, 2 wrong usage, 3 an `expect` does not hold, 130 interrupted.
      """,
    version: "scrip \(ScripVersion.text)",
    subcommands: [
      RunCommand.self, CheckCommand.self, FormatCommand.self, ReportCommand.self, DiffCommand.self,
      ParamsCommand.self, ExplainCommand.self, DocCommand.self, ConfigCommand.self,
      CacheCommand.self,
      ManCommand.self, ServeCommand.self,
    ])

  @OptionGroup var options: SharedOptions

  func run() throws {
    options.apply()
    throw ExitCode(try Prompt.run(options))
  }

  /// `scrip spring.scrip` runs it.
  private static func withRun(_ arguments: [String]) -> [String] {
    guard let first = arguments.first, first.hasSuffix(".scrip") else { return arguments }
    return ["run"] + arguments
  }

  /// Usage errors end with 2, not with the parsing library's own code.
  static func main() {
    do {
      var command = try parseAsRoot(withRun(Array(CommandLine.arguments.dropFirst())))
      try command.run()
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      let code = exitCode(for: error)
      let message = fullMessage(for: error)
      if code == .success {
        Screen().write(message + "\n")
        Foundation.exit(0)
      }
      FileHandle.standardError.write(Data((message + "\n").utf8))
      Foundation.exit(2)
    }
  }
}
