// The one layout of messages:
//
//     spring.scrip:21:13: error: `rbcq` has no argument `head`
//     21 |     |> rbcq(head: 10, steps: 10_000)
//        |             ^^^^ did you mean `heads`?
//        = a note, if there is one
//
// A place that has to do with it is marked below its own line: `-- bound here`. Lines come in the order
// of the source. A source without a name (a line at the prompt) has no `name:line:column`, and what
// has no place in the source has no excerpt.

extension Diagnostic {
  /// Plain text, or text with ANSI colours; no line break at the end.
  package func render(in source: SourceText, colour: Bool = false) -> String {
    let ink = Ink(severity: severity, on: colour)
    let accent = ink.accent("\(severity.rawValue):")
    let title = "\(ink.bold(place(in: source)))\(accent) \(ink.bold(message))"
    guard hasPlace else {
      return ([title] + ((hint.map { [$0] } ?? []) + notes).map { "  = \($0)" })
        .joined(separator: "\n")
    }
    let marks = marks(in: source)
    let width = marks.map { String($0.line).count }.max() ?? 1
    let margin = String(repeating: " ", count: width)
    var lines = [title]
    var shown: Excerpt?
    for mark in marks {
      let excerpt = mark.excerpt
      if shown?.text != excerpt.text || shown?.line != excerpt.line {
        let number = String(repeating: " ", count: width - String(mark.line).count) + "\(mark.line)"
        lines.append(trimmed("\(ink.quiet("\(number) |")) \(excerpt.text)"))
        shown = excerpt
      }
      let carets = mark.isPrimary ? ink.accent(excerpt.carets("^")) : ink.quiet(excerpt.carets("-"))
      let text = mark.text.map { " \($0)" } ?? ""
      lines.append("\(ink.quiet("\(margin) |")) \(excerpt.indent)\(carets)\(text)")
    }
    for note in notes {
      lines.append("\(ink.quiet("\(margin) =")) \(note)")
    }
    return lines.joined(separator: "\n")
  }

  /// `spring.scrip:21:13: `, as far as there is a name and a place.
  private func place(in source: SourceText) -> String {
    guard !source.name.isEmpty else { return "" }
    guard hasPlace else { return "\(source.name): " }
    let place = source.location(clamped(span.start, in: source))
    return "\(source.name):\(place.line):\(place.column): "
  }

  private struct Mark {
    var excerpt: Excerpt
    var text: String?
    var isPrimary: Bool
    var line: Int { excerpt.line }
  }

  /// What is marked, by line; on one line the mistake itself first.
  private func marks(in source: SourceText) -> [Mark] {
    func mark(_ span: Span, _ text: String?, isPrimary: Bool) -> Mark {
      let place = source.location(clamped(span.start, in: source))
      return Mark(
        excerpt: Excerpt(of: span, at: place, in: source), text: text, isPrimary: isPrimary)
    }
    let others = labels.prefix(Self.mostLabels).map { mark($0.span, $0.text, isPrimary: false) }
    let all = [mark(span, hint, isPrimary: true)] + others
    return all.enumerated().sorted {
      ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
    }.map(\.element)
  }

  private static let mostLabels = 4

  private func clamped(_ offset: Int, in source: SourceText) -> Int {
    max(0, min(offset, source.bytes.count))
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

extension [Diagnostic] {
  /// The first hundred, in the given order, a blank line between two, and how many more there are.
  package func render(in source: SourceText, colour: Bool = false) -> String {
    var texts = prefix(100).map { $0.render(in: source, colour: colour) }
    if count > 100 { texts.append("… and \(count - 100) more") }
    return texts.joined(separator: "\n\n")
  }
}

/// ANSI colours, or nothing.
private struct Ink {
  var severity: Severity
  var on: Bool

  func bold(_ text: String) -> String { on && !text.isEmpty ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  func quiet(_ text: String) -> String { on ? "\u{1B}[34m\(text)\u{1B}[0m" : text }

  func accent(_ text: String) -> String {
    guard on else { return text }
    let code =
      switch severity {
      case .error: 31
      case .warning: 33
      case .note: 36
      }
    return "\u{1B}[1;\(code)m\(text)\u{1B}[0m"
  }
}
