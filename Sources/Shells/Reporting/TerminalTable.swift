// A table in box lines. It fits the width by cutting long texts first, then by leaving out columns that the
// table says it can do without, and then dropping columns from the middle, because the first columns say
// what a row is and the last ones what came out. A footer says what is hidden. Without a width nothing is cut.

struct TerminalTable {
  private let block: TableBlock
  private let style: TerminalStyle
  private let cells: [[String]]
  private let hidesRows: Bool

  init(_ block: TableBlock, style: TerminalStyle) {
    self.block = block
    self.style = style
    let count = block.columns.count
    let shown = Self.elided(block.rows, to: style.rows, total: block.totalRows)
    hidesRows = shown.contains { $0 == nil }
    cells = shown.map { row in
      guard let row else { return Array(repeating: style.missing, count: count) }
      return (0..<count).map { $0 < row.count ? TextWidth.cleaned(row[$0]) : "" }
    }
    shownRows = shown.count { $0 != nil }
  }

  private let shownRows: Int

  func lines() -> [String] {
    guard !block.columns.isEmpty else {
      return captionLines() + [style.paint("(no columns)", .quiet)]
    }
    let layout = fit(naturalWidths())
    var lines = captionLines()
    let box = style.box
    lines.append(rule(layout, box.topLeft, box.top, box.topRight))
    lines.append(row(block.columns.map { TextWidth.cleaned($0.name) }, layout, voice: .title))
    if block.columns.contains(where: { !$0.unit.isEmpty }) {
      lines.append(row(block.columns.map { TextWidth.cleaned($0.unit) }, layout, voice: .quiet))
    }
    lines.append(rule(layout, box.left, box.cross, box.right))
    for values in cells {
      for part in block.wraps ? wrapped(values, layout) : [values] {
        lines.append(row(part, layout, voice: .plain))
      }
    }
    lines.append(rule(layout, box.bottomLeft, box.bottom, box.bottomRight))
    return lines + footer(layout)
  }

  /// A row of sentences as several lines of the table.
  private func wrapped(_ values: [String], _ layout: Layout) -> [[String]] {
    var parts = values.map { [$0] }
    for (column, width) in zip(layout.columns, layout.widths) {
      guard let column else { continue }
      parts[column] = TextWidth.wrap(values[column], to: width)
    }
    let height = parts.reduce(1) { max($0, $1.count) }
    return (0..<height).map { line in parts.map { line < $0.count ? $0[line] : "" } }
  }

  private func captionLines() -> [String] {
    guard !block.caption.isEmpty else { return [] }
    return TextWidth.wrap(TextWidth.cleaned(block.caption, lineBreak: " "), to: style.width)
      .map { style.paint($0, .title) }
  }

  /// Column positions in order; nil is the place of the dropped ones.
  private struct Layout {
    var columns: [Int?]
    var widths: [Int]
    var cutsText: Bool
  }

  private func naturalWidths() -> [Int] {
    block.columns.indices.map { index in
      let column = block.columns[index]
      let head = max(
        TextWidth.of(TextWidth.cleaned(column.name)), TextWidth.of(TextWidth.cleaned(column.unit)))
      return cells.reduce(max(1, head)) { max($0, TextWidth.of($1[index])) }
    }
  }

  /// Every column costs its width and three cells (two spaces and a line); one line closes.
  private func fit(_ natural: [Int]) -> Layout {
    let all = Layout(columns: natural.indices.map { $0 }, widths: natural, cutsText: false)
    guard let width = style.width else { return all }
    func total(_ widths: [Int]) -> Int { widths.reduce(1) { $0 + $1 + 3 } }
    guard total(natural) > width else { return all }

    var widths = natural
    // Long texts give way before whole columns do: the longest first, down to a legible size.
    let legible = min(24, width - 10)
    while total(widths) > width, let longest = widths.max(), longest > legible {
      let next = max(legible, widths.filter { $0 < longest }.max() ?? legible)
      let holders = widths.indices.filter { widths[$0] == longest }
      let over = total(widths) - width
      let each = min(longest - next, (over + holders.count - 1) / holders.count)
      for index in holders { widths[index] -= each }
    }
    var places = Array(natural.indices)
    for index in block.givesWay where total(places.map { widths[$0] }) > width {
      places.removeAll { $0 == index }
    }
    let kept = keptColumns(places.map { widths[$0] }, width: width)
    var columns: [Int?] = Array(places.prefix(kept.front))
    if kept.front + kept.back < places.count { columns.append(nil) }
    columns += places.suffix(kept.back).map(Optional.some)
    let shown = columns.map { $0.map { widths[$0] } ?? TextWidth.of(style.ellipsis) }
    let cuts = zip(columns, shown).contains { column, size in
      column.map { natural[$0] > size } ?? false
    }
    return Layout(columns: columns, widths: shown, cutsText: cuts && !block.wraps)
  }

  private func keptColumns(_ widths: [Int], width: Int) -> (front: Int, back: Int) {
    if widths.reduce(1, { $0 + $1 + 3 }) <= width { return (widths.count, 0) }
    var used = 1 + TextWidth.of(style.ellipsis) + 3
    var front = 0
    var back = 0
    while front + back < widths.count {
      let takesFront = front <= back
      let next = takesFront ? front : widths.count - 1 - back
      guard used + widths[next] + 3 <= width else { break }
      used += widths[next] + 3
      if takesFront { front += 1 } else { back += 1 }
    }
    return (front, back)
  }

  private func rule(_ layout: Layout, _ left: String, _ middle: String, _ right: String) -> String {
    let parts = layout.widths.map { String(repeating: style.box.horizontal, count: $0 + 2) }
    return style.paint(left + parts.joined(separator: middle) + right, .quiet)
  }

  private func row(_ values: [String], _ layout: Layout, voice: Voice) -> String {
    let bar = style.paint(style.box.vertical, .quiet)
    var line = bar
    for (column, width) in zip(layout.columns, layout.widths) {
      let text: String
      if let column {
        let cut = TextWidth.cut(values[column], to: width, ellipsis: style.ellipsis)
        switch block.columns[column].alignment {
        case .left: text = TextWidth.padRight(cut, to: width)
        case .right: text = TextWidth.padLeft(cut, to: width)
        }
      } else {
        text = style.ellipsis
      }
      line += " " + style.paint(text, voice) + " " + bar
    }
    return line
  }

  private func footer(_ layout: Layout) -> [String] {
    var parts: [String] = []
    if hidesRows {
      parts.append("\(NumberText.display(shownRows)) of \(rows(block.totalRows))")
    }
    let shownColumns = layout.columns.count { $0 != nil }
    if shownColumns < block.columns.count {
      parts.append("\(shownColumns) of \(NumberText.display(block.columns.count)) columns")
    }
    var text = parts.isEmpty ? "" : parts.joined(separator: ", ") + " shown"
    let hidden = block.givesWay.filter { !layout.columns.contains($0) }.sorted()
    if !hidden.isEmpty {
      text +=
        ", without "
        + hidden.map { TextWidth.cleaned(block.columns[$0].name) }
        .joined(separator: ", ")
    }
    if layout.cutsText { text += (text.isEmpty ? "" : ", ") + "long texts cut" }
    guard !text.isEmpty else { return [] }
    return TextWidth.wrap(text, to: style.width.map { $0 - 2 }).map {
      "  " + style.paint($0, .quiet)
    }
  }

  private func rows(_ count: Int) -> String {
    NumberText.display(count) + (count == 1 ? " row" : " rows")
  }

  /// Head and tail with nil for the rows between; a nil at the end when the block itself holds only
  /// the first rows of its value.
  private static func elided(_ rows: [[String]], to limit: Int?, total: Int) -> [[String]?] {
    let isHead = total > rows.count
    guard let limit, rows.count > limit else {
      return rows.map(Optional.some) + (isHead ? [nil] : [])
    }
    if isHead { return rows.prefix(limit).map(Optional.some) + [nil] }
    let head = (limit + 1) / 2
    return rows.prefix(head).map(Optional.some) + [nil]
      + rows.suffix(limit - head).map(Optional.some)
  }
}
