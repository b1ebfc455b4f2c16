// A command and its subcommands as a page for `man`, in roff with the man macros.
import Session

struct ManualPage {
  private(set) var text = ""

  init(of command: CommandTool.Info) {
    let name = command.commandName
    add(".TH \(name.uppercased()) 1 \"\" \"Scrip \(ScripVersion.text)\"")
    add(".SH NAME")
    add("\(Self.plain(name)) \\- \(Self.plain(command.abstract ?? ""))")
    add(".SH SYNOPSIS")
    let shown = (command.subcommands ?? []).filter {
      $0.shouldDisplay ?? true && $0.commandName != "help"
    }
    synopsis(name, command)
    for subcommand in shown {
      add(".br")
      synopsis("\(name) \(subcommand.commandName)", subcommand)
    }
    add(".SH DESCRIPTION")
    paragraph(command.discussion)
    options(of: command)
    add(".SH COMMANDS")
    for subcommand in shown {
      add(".SS \(Self.plain("\(name) \(subcommand.commandName)"))")
      paragraph(subcommand.abstract)
      if let discussion = subcommand.discussion {
        add(".PP")
        paragraph(discussion)
      }
      options(of: subcommand)
    }
    add(".SH FILES")
    add(".TP")
    add("~/.config/scrip/config")
    add("Settings of the prompt; see \\fBscrip config\\fR.")
    add(".TP")
    add("~/.local/state/scrip/history/")
    add("What was typed at the prompt, a file for each project.")
    add(".TP")
    add("~/.cache/scrip/stages/")
    add("Results of learners and estimators; see \\fBscrip cache\\fR.")
  }

  private mutating func synopsis(_ name: String, _ command: CommandTool.Info) {
    let parts = (command.arguments ?? []).filter(\.shouldDisplay).map { argument -> String in
      let word = Self.label(argument) + (argument.isRepeating ? " ..." : "")
      return argument.isOptional || argument.kind == "flag" ? "[\(word)]" : word
    }
    add((["\\fB\(Self.plain(name))\\fR"] + parts).joined(separator: " "))
  }

  private mutating func options(of command: CommandTool.Info) {
    for argument in command.arguments ?? [] where argument.shouldDisplay {
      add(".TP")
      add(Self.label(argument))
      var words = [argument.abstract, argument.discussion].compactMap { $0 }
      if let value = argument.defaultValue { words.append("Default: \(value).") }
      add(words.isEmpty ? "\\&" : Self.plain(words.joined(separator: " ")))
    }
  }

  private mutating func paragraph(_ text: String?) {
    for line in (text ?? "").split(separator: "\n") { add(Self.plain(String(line))) }
  }

  private mutating func add(_ line: String) { text += line + "\n" }

  /// `-q, --quiet`, `--threads threads`, or the name of a value.
  private static func label(_ argument: CommandTool.Argument) -> String {
    let value = argument.valueName.map { "\\fI\(plain($0))\\fR" }
    guard argument.kind != "positional" else { return value ?? "" }
    let names = (argument.names ?? []).sorted { $0.name.count < $1.name.count }.map { name in
      "\\fB" + plain((name.kind == "long" ? "--" : "-") + name.name) + "\\fR"
    }
    let spelled = names.joined(separator: ", ")
    return argument.kind == "option" ? "\(spelled) \(value ?? "")" : spelled
  }

  /// Text that roff takes literally: no escapes, no request at the start of a line, hyphens as typed.
  private static func plain(_ text: String) -> String {
    let escaped = text.map { $0 == "\\" ? "\\e" : $0 == "-" ? "\\-" : String($0) }.joined()
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}
