// Diagnostics for programs: one JSON object, on one line, for editors and CI. Lines and columns count from 1, columns are
// Unicode scalars, and an end is the first column after the place. What has no place has `null` there.

extension Diagnostic {
  /// One line without its line break.
  package func json(in source: SourceText) -> String {
    var fields = [("file", Self.quoted(source.name))]
    fields += hasPlace ? Self.place(span, in: source) : Self.noPlace
    fields += [
      ("code", Self.quoted(code)), ("severity", Self.quoted(severity.rawValue)),
      ("message", Self.quoted(message)), ("hint", hint.map(Self.quoted) ?? "null"),
      ("notes", Self.list(notes.map(Self.quoted))),
      (
        "labels",
        Self.list(
          labels.map {
            Self.object(Self.place($0.span, in: source) + [("text", Self.quoted($0.text))])
          })
      ),
    ]
    return Self.object(fields)
  }

  private typealias Fields = [(String, String)]

  private static let noPlace: Fields = [
    ("line", "null"), ("column", "null"), ("endLine", "null"), ("endColumn", "null"),
  ]

  private static func place(_ span: Span, in source: SourceText) -> Fields {
    let start = source.location(max(0, min(span.start, source.bytes.count)))
    let end = source.location(max(0, min(span.end, source.bytes.count)))
    return [
      ("line", "\(start.line)"), ("column", "\(start.column)"), ("endLine", "\(end.line)"),
      ("endColumn", "\(end.column)"),
    ]
  }

  private static func object(_ fields: Fields) -> String {
    "{" + fields.map { "\(quoted($0)):\($1)" }.joined(separator: ",") + "}"
  }

  private static func list(_ items: [String]) -> String {
    "[" + items.joined(separator: ",") + "]"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
