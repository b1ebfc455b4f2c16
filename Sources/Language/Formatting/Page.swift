// The lines that a layout has come to. Code and the comment beside it are kept apart until the end, so
// that comments on neighbouring lines can start in the same column.

struct Page {
  private struct Line {
    var code: String
    var comment: String?
    /// Part of a text: its blanks are its own.
    var isVerbatim = false
  }

  private var lines: [Line] = [Line(code: "")]

  var column: Int { lines[lines.count - 1].code.unicodeScalars.count }

  private var isEmptyLine: Bool {
    let line = lines[lines.count - 1]
    return !line.isVerbatim && line.comment == nil && line.code.allSatisfy { $0 == " " }
  }

  mutating func write(_ text: String) {
    if text.isEmpty { return }
    // A comment ends its line, whatever the layout says.
    if lines[lines.count - 1].comment != nil { breakLine(indent: 0) }
    lines[lines.count - 1].code += text
  }

  mutating func write(verbatim texts: [String]) {
    guard let first = texts.first else { return }
    write(first)
    lines[lines.count - 1].isVerbatim = true
    for text in texts.dropFirst() {
      lines.append(Line(code: text, isVerbatim: true))
    }
  }

  mutating func write(comment: String, indent: Int) {
    if lines[lines.count - 1].comment != nil { breakLine(indent: indent) }
    lines[lines.count - 1].comment = comment
  }

  mutating func breakLine(indent: Int) {
    if isEmptyLine, lines.count > 1 || lines[0].code.isEmpty {
      lines[lines.count - 1].code = String(repeating: " ", count: indent)
      return
    }
    lines.append(Line(code: String(repeating: " ", count: indent)))
  }

  /// Ends the line and leaves one empty, unless one is there or the page starts here.
  mutating func blankLine(indent: Int) {
    breakLine(indent: 0)
    let previous = lines.count > 1 ? lines[lines.count - 2] : nil
    if let previous, previous.comment != nil || previous.isVerbatim || !previous.code.isEmpty {
      lines[lines.count - 1].code = ""
      lines.append(Line(code: ""))
    }
    lines[lines.count - 1].code = String(repeating: " ", count: indent)
  }

  var text: String {
    var result = ""
    var index = 0
    while index < lines.count {
      let run = lines[index...].prefix { $0.comment != nil && !Self.isBlank($0.code) }
      let width = run.map { $0.code.unicodeScalars.count }.max() ?? 0
      for line in run {
        let padding = width - line.code.unicodeScalars.count + 2
        result += line.code + String(repeating: " ", count: padding) + (line.comment ?? "") + "\n"
      }
      index += run.count
      guard run.isEmpty else { continue }
      let line = lines[index]
      let code = line.isVerbatim ? line.code : Self.withoutEndBlanks(line.code)
      let alone = line.comment.map { line.code + (CommentText.opensCell($0) ? "# " : "") + $0 }
      result += (alone ?? code) + "\n"
      index += 1
    }
    while result.hasSuffix("\n\n") { result.removeLast() }
    return result == "\n" ? "" : result
  }

  private static func isBlank(_ code: String) -> Bool { code.allSatisfy { $0 == " " } }

  private static func withoutEndBlanks(_ code: String) -> String {
    var code = code
    while code.last == " " { code.removeLast() }
    return code
  }
}
