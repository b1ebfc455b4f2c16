// What a line is taken for, what a paste becomes, and what the surroundings allow.

import Terminal
import Testing

@Suite("Lines at the prompt")
struct CommandTests {
  @Test(
    "Help, commands and statements are told apart",
    arguments: [
      ("?rbcq", Command.help("rbcq")), ("rbcq?", .help("rbcq")), (":help  rbcq", .help("rbcq")),
      ("?", .help("")), ("  ? coupon value ", .help("coupon value")), ("λ?", .help("λ")),
      (":quit", .quit), (":q", .quit), (":names", .names), (":undo", .undo), ("   ", .nothing),
      (":run a b.scrip", .run(file: "a b.scrip")), (":run \"x\"", .run(file: "x")),
      (":save s", .save(file: "s", everything: false)),
      (":save --all s", .save(file: "s", everything: true)),
      (":save --all", .misused(usage: ":save [--all] FILE")), (":time on", .timing(true)),
      (":time", .timing(nil)), (":time a = f(\"x\")", .timed("a = f(\"x\")")),
      (":type \"a\" + \"b\"", .type("\"a\" + \"b\"")),
      (":type", .misused(usage: ":type EXPRESSION")),
      (":reload", .reload), (":edit", .edit("")), (":edit a.scrip", .edit("a.scrip")),
      (":set", .set(name: "", value: nil)), (":set rows = 20", .set(name: "rows", value: "20")),
      (":set rows 20", .set(name: "rows", value: "20")), (":run", .misused(usage: ":run FILE")),
      (":set a b c", .misused(usage: ":set [NAME VALUE]")), (":nope x", .unknown("nope")),
      ("a = 1", .statement("a = 1")),
      ("note(\"why?\")", .statement("note(\"why?\")")), ("f(x)?", .statement("f(x)?")),
    ])
  func parse(line: String, expected: Command) {
    #expect(Command.parse(line) == expected)
  }

  @Test(
    "The commands of other prompts are understood, unless the word is bound",
    arguments: [
      ("quit", Command.quit), ("exit()", .quit), ("help", .help("")), (" help() ", .help("")),
      ("quits", .statement("quits")), ("exit", .statement("exit")), (":help exit", .help("exit")),
    ])
  func meant(line: String, expected: Command) {
    #expect(Command.parse(line).meant { $0 == "exit" && line == "exit" } == expected)
  }

  @Test(
    "A paste loses prompts, tabs, carriage returns and control characters, and keeps its lines",
    arguments: [
      ("scrip> a = f(\r  ...>   1,\r  ...> \t2)\r", "a = f(\n  1,\n    2)"),
      ("a\r\nb\n\nc\n\n", "a\nb\n\nc"), ("x\u{1B}[31m\u{7}", "x[31m"), ("λ", "λ"), ("", ""),
      ("scrip>\nscrip> 1", "\n1"),
    ])
  func paste(raw: String, expected: String) {
    #expect(PastedText.clean(raw) == expected)
  }

  @Test("A prompt's colour stands between marks and a space comes last")
  func prompt() {
    #expect(Prompt("scrip> ").encoded == "scrip> ")
    #expect(
      Prompt("scrip> ", colour: "1;36").encoded
        == "\u{1}\u{1B}[1;36m\u{1}scrip>\u{1}\u{1B}[0m\u{1} ")
  }

  private static func settings(
    _ environment: [String: String], input: Bool = true, output: Bool = true
  ) -> TerminalSettings {
    TerminalSettings(
      environment: environment, inputIsTerminal: input, outputIsTerminal: output,
      errorIsTerminal: true, knows: { $0 == "xterm" })
  }

  @Test("Colour needs a terminal that is not dumb and nobody who refuses it")
  func colour() {
    #expect(Self.settings(["TERM": "xterm"]).colour)
    #expect(Self.settings(["TERM": "xterm", "NO_COLOR": ""]).colour)
    #expect(!Self.settings(["TERM": "xterm", "NO_COLOR": "1"]).colour)
    #expect(!Self.settings(["TERM": "dumb"]).colour)
    #expect(!Self.settings([:]).colour)
    #expect(!Self.settings(["TERM": "xterm"], output: false).colour)
  }

  @Test("Lines are edited only on a terminal that is known, at both ends")
  func editing() {
    #expect(Self.settings(["TERM": "xterm"]).editsLines)
    #expect(Self.settings(["TERM": "dumb"]).editsLines)
    #expect(!Self.settings(["TERM": "dumb"]).escapes)
    #expect(!Self.settings(["TERM": "teletype"]).editsLines)
    #expect(!Self.settings([:]).editsLines)
    #expect(!Self.settings(["TERM": "xterm"], output: false).editsLines)
    #expect(!Self.settings(["TERM": "xterm"], input: false).editsLines)
  }
}
