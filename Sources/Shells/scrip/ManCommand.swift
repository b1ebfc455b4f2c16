// `scrip man`: the manual page, from the declarations that the parser reads the command line by.
import ArgumentParser
import Foundation
import Terminal

struct ManCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "man", abstract: "Print the manual page.",
    discussion: "`scrip man | man -l -` shows it, `make install` installs it.")

  func run() throws {
    let command = try JSONDecoder().decode(CommandTool.self, from: Data(Scrip._dumpHelp().utf8))
    Screen().write(ManualPage(of: command.command).text)
  }
}

/// What the argument parser tells about a command.
struct CommandTool: Decodable {
  var command: Info

  struct Info: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var subcommands: [Info]?
    var arguments: [Argument]?
    var shouldDisplay: Bool?
  }

  struct Argument: Decodable {
    var kind: String
    var abstract: String?
    var discussion: String?
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var isOptional: Bool
    var isRepeating: Bool
    var shouldDisplay: Bool
  }

  struct Name: Decodable {
    var kind: String
    var name: String
  }
}
