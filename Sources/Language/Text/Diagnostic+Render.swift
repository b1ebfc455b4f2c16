// The one layout of messages:
//
//     spring.scrip:21:13: error: `rbcq` has no argument `head`
//     21 |     |> rbcq(head: 10, steps: 10_000)
//        |             ^^^^ did you mean `heads`?
//        = a note, if there is one
//
// Columns are Unicode scalars, tabs are four columns, control characters are made visible so that a
// script cannot move the cursor of the terminal that shows its error, and a very long line is shown
// around the carets only. A source without a name (a line at the prompt) has no `name:line:column`.

extension Diagnostic {
  /// Plain text, or text with ANSI colours; no line break at the end.
  package func render(in source: SourceText, colour: Bool = false) -> String {
    let ink = Ink(severity: severity, on: colour)
    let place = source.location(clamped(span.start, in: source))
    let prefix = source.name.isEmpty ? "" : "\(source.name):\(place.line):\(place.column): "
    let accent = ink.accent("\(severity.rawValue):")
    let title = "\(ink.bold(prefix))\(accent) \(ink.bold(message))"
    let excerpt = Excerpt(of: span, at: place, in: source)

    let number = String(place.line)
    let margin = String(repeating: " ", count: number.count)
    var lines = [title]
    lines.append(trimmed("\(ink.quiet("\(number) |")) \(excerpt.text)"))
    let carets = ink.accent(excerpt.carets) + (hint.map { " \($0)" } ?? "")
    lines.append("\(ink.quiet("\(margin) |")) \(excerpt.indent)\(carets)")
    for note in notes {
      lines.append("\(ink.quiet("\(margin) =")) \(note)")
    }
    return lines.joined(separator: "\n")
  }

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

/// One source line as it is shown, and where the carets go below it.
private struct Excerpt {
  var text: String
  var indent: String
  var carets: String

  private static let tab = 4
  private static let widest = 120
  /// Columns kept before the carets when a line is cut on the left.
  private static let context = 50

  init(of span: Span, at place: Location, in source: SourceText) {
    let scalars = Array(source.line(place.line).unicodeScalars)
    let first = min(place.column - 1, scalars.count)
    let last = Self.endColumn(of: span, from: first, at: place, in: source, limit: scalars.count)

    var shown: [Unicode.Scalar] = []
    var caretStart = 0
    var caretEnd = 0
    for (index, scalar) in scalars.enumerated() {
      if index == first { caretStart = shown.count }
      if index == last { caretEnd = shown.count }
      shown += Self.visible(scalar)
    }
    if first >= scalars.count { caretStart = shown.count }
    if last >= scalars.count { caretEnd = shown.count }
    caretEnd = max(caretEnd, caretStart + 1)

    var cut = 0
    var lead: [Unicode.Scalar] = []
    if shown.count > Self.widest, caretStart > Self.context {
      cut = caretStart - Self.context
      lead = ["…", " "]
    }
    var window = lead + shown[cut...]
    caretStart += lead.count - cut
    caretEnd += lead.count - cut
    if window.count > Self.widest {
      window = window[..<(Self.widest - 2)] + [" ", "…"]
      caretEnd = max(caretStart + 1, min(caretEnd, Self.widest))
    }
    text = String(String.UnicodeScalarView(window))
    indent = String(repeating: " ", count: caretStart)
    carets = String(repeating: "^", count: caretEnd - caretStart)
  }

  /// The column after the span's last, on the line where it starts.
  private static func endColumn(
    of span: Span, from first: Int, at place: Location, in source: SourceText, limit: Int
  ) -> Int {
    let end = source.location(max(span.start, min(span.end, source.bytes.count)))
    guard end.line == place.line else { return max(limit, first + 1) }
    return max(end.column - 1, first + 1)
  }

  private static func visible(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    switch scalar.properties.generalCategory {
    case _ where scalar == "\t": Array(repeating: " ", count: tab)
    case .control, .format, .lineSeparator, .paragraphSeparator: ["\u{FFFD}"]
    default: [scalar]
    }
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
