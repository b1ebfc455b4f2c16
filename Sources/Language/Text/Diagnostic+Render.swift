// The one layout of messages:
//
//     spring.scrip:21:13: error: `rbcq` has no argument `head` [E0401]
//     21 |     |> rbcq(head: 10, steps: 10_000)
//        |             ^^^^ did you mean `heads`?
//        = a note, if there is one
//
// A place that has to do with it is marked below its own line: `-- bound here`. Lines come in the order
// of the source. A source without a name (a line at the prompt) has no `name:line:column`, and what
// has no place in the source has no excerpt. On a screen whose width is known, source lines are shown around
// the carets, and hints and notes are broken between words; the first line is whoever shows it to break.

extension Diagnostic {
  /// Plain text, or text with ANSI colours; no line break at the end.
  ///
  /// - Parameter width: of the screen; without one, lines are as long as they are.
  package func render(in source: SourceText, colour: Bool = false, width: Int? = nil) -> String {
    let ink = Ink(severity: severity, on: colour)
    let accent = ink.accent("\(severity.rawValue):")
    let title =
      "\(ink.bold(place(in: source)))\(accent) \(ink.bold(message)) \(ink.quiet("[\(code)]"))"
    guard hasPlace else {
      return ([title] + ((hint.map { [$0] } ?? []) + notes).flatMap { note(ink, "  =", $0, width) })
        .joined(separator: "\n")
    }
    let digits = String(source.location(clamped(furthest, in: source)).line).count
    let marks = marks(in: source, widest: width.map { max(24, $0 - digits - 3) } ?? Excerpt.widest)
    let columns = marks.map { String($0.line).count }.max() ?? 1
    let margin = String(repeating: " ", count: columns)
    var lines = [title]
    var shown: Excerpt?
    for mark in marks {
      let excerpt = mark.excerpt
      if shown?.text != excerpt.text || shown?.line != excerpt.line {
        let number =
          String(repeating: " ", count: columns - String(mark.line).count) + "\(mark.line)"
        lines.append(trimmed("\(ink.quiet("\(number) |")) \(excerpt.text)"))
        shown = excerpt
      }
      let bar = ink.quiet("\(margin) |")
      let plain = excerpt.carets(mark.isPrimary ? "^" : "-")
      let carets = mark.isPrimary ? ink.accent(plain) : ink.quiet(plain)
      let text = mark.text.map { " \($0)" } ?? ""
      let room = width.map { $0 - columns - 3 - excerpt.indent.count - plain.count }
      if let room, let width, text.unicodeScalars.count > room {
        lines.append("\(bar) \(excerpt.indent)\(carets)")
        // Below the carets where there is room for some words, else further to the left.
        let most = max(24, width - columns - 3)
        let own = min(excerpt.indent.count, max(0, most - text.unicodeScalars.count + 1), most - 24)
        lines += Self.broken(mark.text ?? "", to: most - own).map {
          "\(bar) \(String(repeating: " ", count: own))\($0)"
        }
      } else {
        lines.append("\(bar) \(excerpt.indent)\(carets)\(text)")
      }
    }
    for text in notes { lines += note(ink, "\(margin) =", text, width) }
    return lines.joined(separator: "\n")
  }

  /// A note behind its mark, its other lines below its first.
  private func note(_ ink: Ink, _ mark: String, _ text: String, _ width: Int?) -> [String] {
    let words = Self.broken(text, to: width.map { max(24, $0 - mark.count - 1) })
    let indent = String(repeating: " ", count: mark.count)
    return words.enumerated().map { "\($0.offset == 0 ? ink.quiet(mark) : indent) \($0.element)" }
  }

  /// Lines of at most so many characters, where words let them.
  private static func broken(_ text: String, to width: Int?) -> [String] {
    guard let width, text.unicodeScalars.count > width else { return [text] }
    var lines: [String] = []
    for word in text.split(separator: " ") {
      let room = width - (lines.last?.unicodeScalars.count ?? width)
      if word.unicodeScalars.count < room {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// The furthest place that is marked.
  private var furthest: Int { ([span] + labels.map(\.span)).map(\.start).max() ?? 0 }

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
  private func marks(in source: SourceText, widest: Int) -> [Mark] {
    func mark(_ span: Span, _ text: String?, isPrimary: Bool) -> Mark {
      let place = source.location(clamped(span.start, in: source))
      return Mark(
        excerpt: Excerpt(of: span, at: place, in: source, widest: widest), text: text,
        isPrimary: isPrimary)
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
