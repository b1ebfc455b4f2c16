// Cells, statements and the comments between them, as a layout. Comments belong to the next place where
// a line may break: before a statement, an item of a list, a stage, an operand. One that stands where
// no break is possible goes above its statement.

import Syntax
import Text

struct Printer {
  var tokens: SourceTokens
  /// Inside a text everything stands on one line.
  var isInText = false {
    didSet { tokens.keepsComments = isInText }
  }

  var source: SourceText { tokens.source }

  mutating func script(_ script: Script) -> Layout {
    var parts: [Layout] = []
    for cell in script.cells {
      if let marker = cell.marker {
        // What stands above the first marker belongs to no cell.
        parts += lines(before: cell.span.start, isFirst: parts.isEmpty)
        if cell.span.start > 0, !parts.isEmpty { parts.append(.blankLine) }
        parts += Self.marker(marker)
      }
      parts += statements(cell, end: cell.span.end)
      parts.append(.hardLine)
    }
    parts += lines(before: Int.max, isFirst: parts.isEmpty)
    return .sequence(parts)
  }

  private static func marker(_ marker: CellMarker) -> [Layout] {
    let title = marker.title.isEmpty ? "" : " \(marker.title)"
    guard let prose = marker.prose else { return [.text("# %%\(title)"), .hardLine] }
    let lines = prose.isEmpty ? [] : prose.split(separator: "\n", omittingEmptySubsequences: false)
    return [.text("# %% [markdown]\(title)"), .hardLine]
      + lines.flatMap { [.verbatim([$0.isEmpty ? "#" : "# \($0)"]), .hardLine] }
  }

  private mutating func statements(_ cell: Cell, end: Int) -> [Layout] {
    var parts: [Layout] = []
    for statement in cell.statements {
      parts += item(
        from: statement.span, isFirst: parts.isEmpty, separator: .hardLine
      ) { $0.statement(statement) }
    }
    return parts + lines(before: end, isFirst: parts.isEmpty)
  }

  private mutating func statement(_ statement: Statement) -> Layout {
    switch statement.kind {
    case .bind(let value): binding(value)
    case .parameter(let value): parameter(value)
    case .show(let value): expression(value)
    case .broken: .text(source.text(statement.span))
    }
  }

  /// `param name: type in allowed = value`
  private mutating func parameter(_ parameter: ScriptParameter) -> Layout {
    var parts: [Layout] = [.text("param \(spelling(parameter.name))")]
    if let type = parameter.type { parts.append(.text(": \(spelling(type))")) }
    if let allowed = parameter.allowed { parts += [" in ", expression(allowed, .range)] }
    return .sequence(parts + [" = ", expression(parameter.value)])
  }

  mutating func binding(_ binding: Binding) -> Layout {
    let names = binding.names.map(spelling).joined(separator: ", ")
    return .sequence([.text("\(names) = "), expression(binding.value)])
  }

  func spelling(_ name: Name) -> String { source.text(name.span) }

  // MARK: Lines of statements

  /// A statement with what stands before it: the break, an empty line, comments.
  mutating func item(
    from span: Span, isFirst: Bool, separator: Layout, _ body: (inout Printer) -> Layout
  ) -> [Layout] {
    var parts = lines(before: span.start, isFirst: isFirst)
    let isBelowComment = !parts.isEmpty
    let layout = body(&self)
    if !isFirst || isBelowComment {
      let blank = tokens.hasBlankLine(before: span.start)
      parts.append(blank ? .blankLine : isBelowComment ? .hardLine : separator)
    }
    var after: [Layout] = []
    for comment in tokens.takeComments(before: span.end) {
      if CommentText.opensCell(source.text(comment.span)) {
        after.append(.comment(source.text(comment.span)))
      } else {
        parts += [.comment(source.text(comment.span)), .hardLine]
      }
    }
    return parts + [layout] + after
  }

  /// Comments after the item above: the first ones beside it, others on lines of their own.
  mutating func lines(before offset: Int, isFirst: Bool) -> [Layout] {
    var parts: [Layout] = []
    for comment in tokens.takeComments(before: offset) {
      if comment.startsLine, !(isFirst && parts.isEmpty) {
        let blank = tokens.hasBlankLine(before: comment.span.start)
        parts.append(blank ? .blankLine : .hardLine)
      }
      parts.append(.comment(source.text(comment.span)))
    }
    return parts
  }
}
