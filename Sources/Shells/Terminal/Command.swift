// What a line is before the language sees it: help with `?`, a command with `:`, or a statement.

package enum Command: Sendable, Hashable {
  case statement(String)
  case nothing
  /// `?rbcq`, `rbcq?`, `:help rbcq`; an empty topic asks for the overview.
  case help(String)
  case quit
  case names
  case run(file: String)
  case save(file: String, everything: Bool)
  case timing(Bool?)
  case undo, redo
  case unknown(String)
  /// The command is known, what follows it is not what it takes.
  case misused(usage: String)

  package struct Form: Sendable {
    package var usage: String
    package var meaning: String
  }

  /// In the order in which `:help` lists them.
  package static let forms: [Form] = [
    Form(
      usage: "?name", meaning: "explain an operator, a name or a topic"
    ),
    Form(usage: ":names", meaning: "list what is bound"),
    Form(usage: ":run FILE", meaning: "run a script in this session"),
    Form(usage: ":save FILE", meaning: "write the statements behind the bindings as a script"),
    Form(usage: ":save --all FILE", meaning: "write every statement that succeeded"),
    Form(usage: ":undo", meaning: "take back the newest binding; :redo brings it again"),
    Form(usage: ":time on|off", meaning: "show the time of every statement, or only of slow ones"),
    Form(usage: ":quit", meaning: "leave; so does Ctrl-D on an empty line"),
  ]

  package static func parse(_ line: String) -> Command {
    let text = line.trimmed
    if text.isEmpty { return .nothing }
    if text.hasPrefix("?") { return .help(String(text.dropFirst()).trimmed) }
    if text.hasSuffix("?"), let name = Optional(text.dropLast()), name.allSatisfy(\.isNamePart) {
      return .help(String(name))
    }
    guard text.hasPrefix(":") else { return .statement(line) }
    let words = text.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
    let argument = words.count > 1 ? words[1].trimmed.unquoted : ""
    switch words.first ?? "" {
    case "help", "h": return .help(argument)
    case "quit", "q", "exit": return .quit
    case "names": return .names
    case "undo": return .undo
    case "redo": return .redo
    case "run":
      return argument.isEmpty ? .misused(usage: ":run FILE") : .run(file: argument)
    case "save": return save(argument)
    case "time":
      switch argument {
      case "on": return .timing(true)
      case "off": return .timing(false)
      case "": return .timing(nil)
      default: return .misused(usage: ":time on|off")
      }
    case let other: return .unknown(other)
    }
  }

  private static func save(_ argument: String) -> Command {
    let flag = "--all"
    let everything = argument.hasPrefix(flag)
    let file = (everything ? String(argument.dropFirst(flag.count)) : argument).trimmed.unquoted
    return file.isEmpty
      ? .misused(usage: ":save [--all] FILE") : .save(file: file, everything: everything)
  }
}

extension Character {
  var isNamePart: Bool { isLetter || isNumber || self == "_" }
}

extension String {
  var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  var unquoted: String {
    count >= 2 && hasPrefix("\"") && hasSuffix("\"") ? String(dropFirst().dropLast()) : self
  }
}
