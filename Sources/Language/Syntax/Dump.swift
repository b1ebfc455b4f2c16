// Tokens and tree as text, for `scrip run --dump` and for tests. The tree is one S-expression a
// statement.

package import Text

package func dump(_ tokens: [Token], of source: SourceText) -> String {
  tokens.map { token in
    let place = source.location(token.span.start)
    return "\(place.line):\(place.column) \(token.described)"
  }.joined(separator: "\n")
}

package func dump(_ script: Script) -> String {
  var lines: [String] = []
  for cell in script.cells {
    if let marker = cell.marker {
      let kind = marker.prose.map { "prose \(quoted($0))" } ?? "cell"
      lines.append("(\(kind)\(marker.title.isEmpty ? "" : " \(quoted(marker.title))"))")
    }
    lines += cell.statements.map(\.dumped)
  }
  return lines.joined(separator: "\n")
}

extension Token {
  fileprivate var described: String {
    switch kind {
    case .name(let name, quoted: false): "name \(name)"
    case .name(let name, quoted: true): "quoted name \(name)"
    case .number(let value): "number \(shortest(value))"
    case .text(let pieces): "text \(pieces.map(\.described).joined(separator: " "))"
    case .keyword(let keyword): "keyword \(keyword.rawValue)"
    case .symbol(let symbol): "symbol \(symbol.rawValue)"
    case .cell(let marker): "\(marker.prose == nil ? "cell" : "prose cell") \(quoted(marker.title))"
    case .invalid: "invalid"
    case .end: "end"
    }
  }
}

extension TextPiece {
  fileprivate var described: String {
    switch self {
    case .literal(let text): quoted(text)
    case .interpolation(let tokens):
      "{" + tokens.dropLast().map(\.described).joined(separator: ", ") + "}"
    }
  }
}

extension Statement {
  fileprivate var dumped: String {
    switch kind {
    case .bind(let binding): binding.dumped
    case .parameter(let parameter): parameter.dumped
    case .show(let value): value.dumped
    case .broken(let names): "(broken\(names.map { " \($0.text)" }.joined()))"
    }
  }
}

extension ScriptParameter {
  fileprivate var dumped: String {
    let type = type.map { " (type \($0.text))" } ?? ""
    let allowed = allowed.map { " (in \($0.dumped))" } ?? ""
    return "(param \(name.text)\(type)\(allowed) \(value.dumped))"
  }
}

extension Binding {
  fileprivate var dumped: String {
    "(bind \(names.map(\.text).joined(separator: " ")) \(value.dumped))"
  }
}

extension Expression {
  package var dumped: String {
    switch kind {
    case .number(let value): shortest(value)
    case .text(let parts): dumped(parts)
    case .boolean(let value): String(value)
    case .none: "none"
    case .name(let name): name.quoted ? "`\(name.text)`" : name.text
    case .list(let elements): form("list", elements.map(\.dumped))
    case .record(let fields): form("record", fields.map { "(\($0.name.text) \($0.value.dumped))" })
    case .negate(let operand): form("-", [operand.dumped])
    case .not(let operand): form("not", [operand.dumped])
    case .binary(let operation, _, let left, let right):
      form(operation.rawValue, [left.dumped, right.dumped])
    case .range(let start, let end, let step):
      form("..", [start.dumped, end.dumped] + (step.map { [$0.dumped] } ?? []))
    case .pipe(let left, let stage): form("|>", [left.dumped, stage.dumped])
    case .function(let names, let block):
      form(
        "->",
        ["(\(names.map(\.text).joined(separator: " ")))"] + block.bindings.map(\.dumped)
          + [block.result.dumped])
    case .conditional(let condition, let then, let otherwise):
      form("if", [condition.dumped, then.dumped, otherwise.dumped])
    case .call(let callee, let arguments):
      form(
        "call",
        [callee.dumped]
          + arguments.map { ($0.name.map { "\($0.text): " } ?? "") + $0.value.dumped })
    case .field(let value, let name): form(".", [value.dumped, name.text])
    case .index(let value, let index): form("index", [value.dumped, index.dumped])
    }
  }

  private func form(_ head: String, _ parts: [String]) -> String {
    "(\(([head] + parts).joined(separator: " ")))"
  }

  private func dumped(_ parts: [TextPart]) -> String {
    if parts.isEmpty { return "\"\"" }
    let pieces = parts.map { part in
      switch part {
      case .literal(let text): quoted(text)
      case .interpolation(let value): value.dumped
      }
    }
    return pieces.count == 1 && !isInterpolated(parts[0]) ? pieces[0] : form("text", pieces)
  }

  private func isInterpolated(_ part: TextPart) -> Bool {
    switch part {
    case .literal: false
    case .interpolation: true
    }
  }
}

/// Whole numbers without the `.0` that Swift prints.
private func shortest(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
}

/// A text as a script would write it.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "{": result += "\\{"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
