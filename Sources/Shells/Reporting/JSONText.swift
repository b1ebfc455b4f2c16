// JSON as text: keys in alphabetical order, one line for each entry, numbers with every digit, so that
// a file of it reads well in a line-by-line comparison and is the same on every machine.

package enum JSONText: Sendable {
  case null
  case string(String)
  case number(Double)
  case whole(Int)
  case boolean(Bool)
  case list([JSONText])
  /// On one line.
  case row([JSONText])
  case object([String: JSONText])

  /// A text as nbformat likes it: a list of lines with their line breaks.
  package static func lines(_ text: String) -> JSONText {
    var lines: [JSONText] = []
    var line = ""
    for character in text {
      line.append(character)
      if character == "\n" {
        lines.append(.string(line))
        line = ""
      }
    }
    return .list(line.isEmpty ? lines : lines + [.string(line)])
  }

  /// Without a final line break. `inMarkup` spells `<`, `>` and `&` so that the text can stand in a page
  /// or in a comment.
  package func text(indent: String = " ", inMarkup: Bool = false) -> String {
    var out = ""
    write(to: &out, step: indent, margin: "\n", inMarkup)
    return out
  }

  private func write(to out: inout String, step: String, margin: String, _ inMarkup: Bool) {
    func body(_ open: String, _ close: String, _ entries: [(String?, JSONText)]) {
      guard !entries.isEmpty else {
        out += open + close
        return
      }
      out += open
      for (index, entry) in entries.enumerated() {
        out += (index == 0 ? "" : ",") + margin + step
        if let key = entry.0 { out += Self.quoted(key, inMarkup) + ": " }
        entry.1.write(to: &out, step: step, margin: margin + step, inMarkup)
      }
      out += margin + close
    }
    switch self {
    case .null: out += "null"
    case .string(let text): out += Self.quoted(text, inMarkup)
    case .number(let number): out += number.isFinite ? NumberText.exact(number) : "null"
    case .whole(let number): out += String(number)
    case .boolean(let boolean): out += boolean ? "true" : "false"
    case .list(let values): body("[", "]", values.map { (nil, $0) })
    case .object(let fields):
      body("{", "}", fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    case .row(let values):
      out += "["
      for (index, value) in values.enumerated() {
        if index > 0 { out += ", " }
        value.write(to: &out, step: step, margin: margin, inMarkup)
      }
      out += "]"
    }
  }

  private static func quoted(_ text: String, _ inMarkup: Bool) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "<" where inMarkup: out += "\\u003c"
      case ">" where inMarkup: out += "\\u003e"
      case "&" where inMarkup: out += "\\u0026"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      case _: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
