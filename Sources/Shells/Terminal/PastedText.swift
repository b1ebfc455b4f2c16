// A paste becomes one editable entry. What comes from a terminal, a chat or a web page carries line
// ends of all kinds, tabs that would complete, and the prompts of an earlier session.

package enum PastedText {
  /// Line ends become `\n`, tabs four spaces, other control characters vanish, and our own prompts
  /// at the start of a line are dropped, as is the last line break.
  package static func clean(_ raw: String) -> String {
    var lines: [String] = [""]
    var afterReturn = false
    for scalar in raw.unicodeScalars {
      switch scalar {
      case "\r":
        lines.append("")
      case "\n":
        if !afterReturn { lines.append("") }
      case "\t":
        lines[lines.count - 1] += "    "
      default:
        guard scalar.properties.generalCategory != .control else { break }
        lines[lines.count - 1].unicodeScalars.append(scalar)
      }
      afterReturn = scalar == "\r"
    }
    while lines.count > 1, lines.last == "" { lines.removeLast() }
    return lines.map(withoutPrompt).joined(separator: "\n")
  }

  private static func withoutPrompt(_ line: String) -> String {
    for prompt in ["scrip> ", "  ...> ", "...> "] where line.hasPrefix(prompt) {
      return String(line.dropFirst(prompt.count))
    }
    return line == "scrip>" || line == "  ...>" ? "" : line
  }
}
