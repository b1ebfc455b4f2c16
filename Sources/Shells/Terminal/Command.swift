// What a line is before the language sees it: help with `?`, a command with `:`, or a statement.

package enum Command: Sendable, Hashable {
  case statement(String)
  case nothing
  /// `?rbcq`, `rbcq?`, `:help rbcq`; an empty topic asks for the overview.
  case help(String)
  case quit
  case names
  case run(file: String)
  /// The file that was run last, again.
  case reload
  /// A name, a file, or nothing for the last statement.
  case edit(String)
  case type(String)
  case save(file: String, everything: Bool)
  /// Why a binding's stages ran, or that they did not have to.
  case why(String)
  case timing(Bool?)
  case timed(String)
  /// Nothing lists the settings.
  case set(name: String, value: String?)
  case undo, redo
  case unknown(String)
  /// The command is known, what follows it is not what it takes.
  case misused(usage: String)

  package struct Form: Sendable {
    package var usage: String
    package var meaning: String
  }

  /// In the order in which `:help` lists them and Tab offers them.
  package static let forms: [Form] = [
    Form(usage: "?name", meaning: "explain an operator, a name, a code or a topic"),
    Form(usage: ":help [TOPIC]", meaning: "the same, or this list"),
    Form(usage: ":names", meaning: "list what is bound"),
    Form(usage: ":type EXPRESSION", meaning: "say what it would be, without running it"),
    Form(usage: ":time STATEMENT", meaning: "run it and tell its time; on or off for all of them"),
    Form(usage: ":why NAME", meaning: "say which of its stages ran, and what had changed"),
    Form(usage: ":undo", meaning: "take back the newest binding"),
    Form(usage: ":redo", meaning: "bind again what was taken back"),
    Form(usage: ":run FILE", meaning: "run a script in this session"),
    Form(usage: ":reload", meaning: "run the same script again"),
    Form(
      usage: ":edit [NAME|FILE]",
      meaning: "open the last statement, a name's, or a script in $EDITOR; then run it"),
    Form(
      usage: ":save [--all] FILE",
      meaning: "write what the bindings rest on as a script, or all that succeeded"),
    Form(usage: ":set [NAME VALUE]", meaning: "show or change the prompt's settings"),
    Form(usage: ":quit", meaning: "leave; so does Ctrl-D on an empty line"),
  ]

  /// The form of a command that was named with or without its colon.
  package static func form(named name: String) -> Form? {
    let word = name.hasPrefix(":") ? name : ":" + name
    return forms.first { $0.usage.prefix { $0 != " " } == word }
  }

  /// What has to be complete before the command can be answered; nil when a line is enough.
  package var script: String? {
    switch self {
    case .statement(let text), .timed(let text), .type(let text): text
    default: nil
    }
  }

  package static func parse(_ line: String) -> Command {
    let text = line.trimmed
    if text.isEmpty { return .nothing }
    if text.hasPrefix("?") { return .help(String(text.dropFirst()).trimmed) }
    if text.hasSuffix("?"), let name = Optional(text.dropLast()), name.allSatisfy(\.isNamePart) {
      return .help(String(name))
    }
    guard text.hasPrefix(":") else { return .statement(line) }
    let words = text.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1].trimmed : ""
    let argument = rest.unquoted
    switch words.first ?? "" {
    case "help", "h": return .help(argument)
    case "quit", "q", "exit": return .quit
    case "names": return .names
    case "undo": return .undo
    case "redo": return .redo
    case "reload": return .reload
    case "edit": return .edit(argument)
    case "why": return argument.isEmpty ? misused("why") : .why(argument)
    case "type": return argument.isEmpty ? misused("type") : .type(rest)
    case "set": return setting(argument)
    case "run":
      return argument.isEmpty ? misused("run") : .run(file: argument)
    case "save": return save(argument)
    case "time":
      switch argument {
      case "on": return .timing(true)
      case "off": return .timing(false)
      case "": return .timing(nil)
      default: return .timed(rest)
      }
    case let other: return .unknown(other)
    }
  }

  /// What other prompts take as commands is one here too, unless the word is bound.
  package func meant(isBound: (String) -> Bool) -> Command {
    guard case .statement(let text) = self else { return self }
    let word = text.trimmed.hasSuffix("()") ? String(text.trimmed.dropLast(2)) : text.trimmed
    switch word {
    case "quit" where !isBound(word), "exit" where !isBound(word): return .quit
    case "help" where !isBound(word): return .help("")
    default: return self
    }
  }

  private static func save(_ argument: String) -> Command {
    let flag = "--all"
    let everything = argument.hasPrefix(flag)
    let file = (everything ? String(argument.dropFirst(flag.count)) : argument).trimmed.unquoted
    return file.isEmpty ? misused("save") : .save(file: file, everything: everything)
  }

  /// `rows 20` and `rows = 20` alike.
  private static func setting(_ argument: String) -> Command {
    let words = argument.split { $0 == " " || $0 == "=" }.map(String.init)
    switch words.count {
    case 0: return .set(name: "", value: nil)
    case 1: return .set(name: words[0], value: nil)
    case 2: return .set(name: words[0], value: words[1])
    default: return misused("set")
    }
  }

  private static func misused(_ name: String) -> Command {
    .misused(usage: form(named: name)?.usage ?? ":" + name)
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
