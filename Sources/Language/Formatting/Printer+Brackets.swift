// Everything in brackets: calls, lists, records, blocks and texts. A bracket with a line break right
// after it keeps one item a line; else that happens when a line is too long.

import Syntax
import Text

extension Printer {
  mutating func call(
    _ callee: Expression, _ arguments: [Argument], of call: Expression
  ) -> Layout {
    let head = expression(callee, .postfix)
    let opening = tokens.offset(of: .openParenthesis, from: callee.span.end)
    let items = arguments.map { argument in
      Item(start: (argument.name?.span ?? argument.value.span).start) { printer in
        let value = printer.expression(argument.value)
        guard let name = argument.name else { return value }
        return .sequence([.text("\(printer.spelling(name)): "), value])
      }
    }
    let bracket = bracket("(", items, ")", from: opening, to: call.core.end)
    guard let last = arguments.last?.value, let item = bracket.items.last, !bracket.isOpen,
      last.opensAtEnd || last.isFunction || last.isText && item.flatWidth == nil,
      bracket.items.dropLast().allSatisfy({ $0.flatWidth != nil })
    else { return .sequence([head, bracket.layout]) }
    let before = bracket.items.dropLast().flatMap { [$0, ", "] as [Layout] }
    let inside = Layout.sequence(["("] + before + [item.opened, ")"])
    let itemWidth = last.isFunction && !last.opensAtEnd ? item.flatWidth : nil
    return .sequence([
      head,
      .hug(Layout.Hug(inside: inside, spread: bracket.layout, itemWidth: itemWidth)),
    ])
  }

  mutating func list(_ list: Expression, _ elements: [Expression]) -> Layout {
    let items = elements.map { element in
      Item(start: element.span.start) { $0.expression(element) }
    }
    let areShort = elements.allSatisfy(\.isShort)
    return bracket("[", items, "]", from: list.core.start, to: list.core.end, filled: areShort)
      .layout
  }

  mutating func record(_ record: Expression, _ fields: [Field]) -> Layout {
    let items = fields.map { field in
      Item(start: field.name.span.start) { printer in
        .sequence([.text("\(printer.spelling(field.name)): "), printer.expression(field.value)])
      }
    }
    return bracket("{", items, "}", from: record.core.start, to: record.core.end).layout
  }

  // MARK: Items between brackets

  private struct Item {
    var start: Int
    var layout: (inout Printer) -> Layout
  }

  private struct Bracket {
    var layout: Layout
    var items: [Layout]
    /// Somebody broke it, or a comment does.
    var isOpen: Bool
  }

  private mutating func bracket(
    _ opener: String, _ items: [Item], _ closer: String, from start: Int, to end: Int,
    filled: Bool = false
  ) -> Bracket {
    var isOpen = !isInText && !items.isEmpty && tokens.breaksAfter(start)
    var layouts: [Layout] = []
    var parts: [Layout] = []
    for (index, item) in items.enumerated() {
      let gap = softLine(index == 0 ? "" : " ", before: item.start)
      isOpen = isOpen || gap.flatWidth == nil
      let layout = item.layout(&self)
      layouts.append(layout)
      parts += [gap, layout]
      if index < items.count - 1 { parts.append(",") }
    }
    let comments = tokens.takeComments(before: end)
    if items.isEmpty, comments.isEmpty {
      return Bracket(layout: .text(opener + closer), items: [], isOpen: false)
    }
    if !items.isEmpty { parts.append(.ifBroken(",")) }
    for comment in comments {
      if comment.startsLine { parts.append(.hardLine) }
      parts.append(.comment(source.text(comment.span)))
      isOpen = true
    }
    if filled, !parts.contains(where: { $0.flatWidth == nil }) {
      parts = [.line(""), .fill(layouts), .ifBroken(",")]
    }
    let layout = Layout.group(
      .sequence([.text(opener), .nest(.sequence(parts)), .line(""), .text(closer)]),
      broken: isOpen)
    return Bracket(layout: layout, items: layouts, isOpen: isOpen)
  }

  // MARK: Functions

  mutating func function(_ function: Expression, _ names: [Name], _ block: Block) -> Layout {
    let parameters = names.map(spelling).joined(separator: ", ")
    let head = Layout.text(names.count == 1 ? "\(parameters) -> " : "(\(parameters)) -> ")
    if block.bindings.isEmpty { return .sequence([head, expression(block.result)]) }
    let arrow = tokens.offset(of: .arrow, from: function.core.start)
    var broken = tokens.breaksAfter(tokens.offset(of: .openBrace, from: arrow))
    let beside = tokens.takeCommentsBeside(before: block.bindings[0].names[0].span.start)
    var parts: [Layout] = []
    for binding in block.bindings {
      let start = binding.names[0].span.start
      broken = broken || tokens.token(at: start).startsLine
      parts += item(
        from: Span(start, binding.value.span.end), isFirst: parts.isEmpty, separator: .line("; ")
      ) { $0.binding(binding) }
    }
    broken = broken || tokens.token(at: block.result.span.start).startsLine
    parts += item(from: block.result.span, isFirst: false, separator: .line("; ")) {
      $0.expression(block.result)
    }
    parts += lines(before: function.core.end, isFirst: false)
    let opening = beside.map { Layout.comment(source.text($0.span)) } + [.line(" ")]
    let body = Layout.sequence(["{", .nest(.sequence(opening + parts)), .line(" "), "}"])
    return .sequence([head, .group(body, broken: broken && !isInText)])
  }

  // MARK: Texts

  /// As it was typed, but for the code in it.
  mutating func text(_ text: Expression, _ parts: [TextPart]) -> Layout {
    var result = ""
    var position = text.core.start
    let outer = isInText
    isInText = true
    defer { isInText = outer }
    for part in parts {
      guard case .interpolation(let value) = part else { continue }
      result += source.text(Span(position, opening(before: value.span.start)))
      result += "{" + LayoutRenderer.flat(expression(value)) + "}"
      position = closing(after: value.span.end)
    }
    result += source.text(Span(position, text.core.end))
    let lines = result.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.count == 1 ? .text(result) : .verbatim(lines)
  }

  /// The brace of an interpolation; only blanks are between it and its expression.
  private func opening(before offset: Int) -> Int {
    var index = offset - 1
    while index > 0, source.bytes[index] != UInt8(ascii: "{") { index -= 1 }
    return index
  }

  private func closing(after offset: Int) -> Int {
    var index = offset
    while index < source.bytes.count, source.bytes[index] != UInt8(ascii: "}") { index += 1 }
    return index + 1
  }
}

extension Expression {
  /// Several of its kind on one line read well.
  fileprivate var isShort: Bool {
    switch kind {
    case .number, .text, .boolean, .none, .name: true
    case .negate(let operand): operand.isShort
    case .list, .record, .not, .binary, .range, .pipe, .function, .conditional, .call, .field,
      .index:
      false
    }
  }
}
