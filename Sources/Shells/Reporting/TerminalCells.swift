// A heat map in a terminal: each cell its shade and its number. Columns that do not fit are said, not
// squeezed.

struct TerminalCells {
  let figure: Figure
  let cells: Figure.Cells
  let style: TerminalStyle
  let width: Int

  func lines() -> [String] {
    let rows = figure.y.categories.map { TextWidth.cleaned($0, lineBreak: " ") }
    let columns = figure.x.categories.map { TextWidth.cleaned($0, lineBreak: " ") }
    let margin = min(width / 3, rows.map(TextWidth.of).max() ?? 0)
    let numbers = cells.values.joined().filter(\.isFinite).map { TextWidth.of(cells.text($0)) }
    let size = max(numbers.max() ?? 1, columns.map(TextWidth.of).max() ?? 1) + 3
    let shown = min(columns.count, max(1, (width - margin) / size))
    var lines: [String] = []
    let head = columns.prefix(shown).map { TextWidth.padLeft($0, to: size) }
    lines.append(TextWidth.padRight("", to: margin) + style.paint(head.joined(), .quiet))
    for (row, name) in rows.enumerated() {
      var line = TextWidth.padRight(
        TextWidth.cut(name, to: margin, ellipsis: style.ellipsis), to: margin)
      for column in 0..<shown {
        let value = cells.value(row, column)
        let number = value.map { cells.text($0) } ?? NumberText.missing
        let mark = value.map { String(shade($0)) } ?? " "
        line += TextWidth.padLeft(
          style.paint(mark, .series(0)) + number, to: size, visible: mark + number)
      }
      lines.append(line)
    }
    lines.append(style.paint("\(cells.label), by \(figure.x.label)", .quiet))
    if shown < columns.count {
      let note = "\(shown) of \(columns.count) columns shown"
      lines.append(style.paint(note, .quiet))
    }
    return lines
  }

  private func shade(_ value: Double) -> Character {
    let shades = style.unicode ? Array(" ░▒▓█") : Array(" .:*#")
    return shades[
      min(shades.count - 1, Int((cells.share(value) * Double(shades.count - 1)).rounded()))]
  }
}

extension TextWidth {
  /// `text` may hold colour; `visible` is what a reader sees of it.
  fileprivate static func padLeft(_ text: String, to width: Int, visible: String) -> String {
    spaces(max(0, width - of(visible))) + text
  }
}
