// One source line as a message shows it, and where the carets go below it. Columns are Unicode scalars,
// tabs are four columns, control characters are made visible so that a script cannot move the cursor of
// the terminal that shows its error, and a very long line is shown around the carets only.

/// One source line as it is shown, and where the carets go below it.
struct Excerpt {
  let line: Int
  private(set) var text: String
  private(set) var indent: String
  private var width: Int

  func carets(_ mark: String) -> String { String(repeating: mark, count: width) }

  private static let tab = 4
  /// Columns of a line where nothing says how many there is room for.
  static let widest = 120

  /// - Parameter widest: more columns of the line are not shown; at least 24.
  init(of span: Span, at place: Location, in source: SourceText, widest: Int = widest) {
    // Columns kept before the carets when a line is cut on the left.
    let context = widest * 5 / 12
    line = place.line
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
    if shown.count > widest, caretStart > context {
      cut = caretStart - context
      lead = ["…", " "]
    }
    var window = lead + shown[cut...]
    caretStart += lead.count - cut
    caretEnd += lead.count - cut
    if window.count > widest {
      window = window[..<(widest - 2)] + [" ", "…"]
      caretEnd = max(caretStart + 1, min(caretEnd, widest))
    }
    text = String(String.UnicodeScalarView(window))
    indent = String(repeating: " ", count: caretStart)
    width = caretEnd - caretStart
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
