// A figure in terminal cells: braille lines, point marks, shaded bands, rules and a legend. Series
// differ by colour, and by their marks where there is no colour. Figures with categories are drawn
// as horizontal rows by TerminalCategories.

struct TerminalFigure {
  private let figure: Figure
  private let plan: FigurePlan
  private let style: TerminalStyle
  private let width: Int
  private static let defaultWidth = 72
  private static let plotRows = 14

  init(_ figure: Figure, style: TerminalStyle) {
    self.figure = figure
    self.style = style
    plan = FigurePlan(figure)
    width = min(style.width ?? Self.defaultWidth, Self.defaultWidth)
  }

  func lines() -> [String] {
    var lines = wrapped(figure.title).map { style.paint($0, .title) }
    if !figure.panels.isEmpty {
      let panels = figure.panels.map { TerminalFigure($0, style: style).lines() }
      return lines + panels.flatMap { [""] + $0 }
    }
    if let cells = figure.cells {
      return lines + TerminalCells(figure: figure, cells: cells, style: style, width: width).lines()
    }
    if plan.isEmpty {
      lines.append(style.paint("(nothing to draw)", .quiet))
    } else if !plan.positionAxis.categories.isEmpty {
      lines += TerminalCategories(plan, style: style, width: width).lines()
    } else {
      lines += plot()
    }
    lines += legend()
    if let note = plan.undrawnNote { lines += wrapped(note).map { style.paint($0, .quiet) } }
    return lines
  }

  static func mark(_ index: Int, unicode: Bool) -> Character {
    let marks = unicode ? Array("●○×◆+■▲△◇□▼▽") : Array("*ox#+@%&=~^$")
    return marks[index % marks.count]
  }

  private func wrapped(_ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    return TextWidth.wrap(TextWidth.cleaned(text, lineBreak: " "), to: width)
  }

  // MARK: Plot

  private func plot() -> [String] {
    let values = plan.valueScale(ticks: 5)
    let margin = min(width / 3, values.labels.map(TextWidth.of).max() ?? 0)
    let columns = max(8, width - margin - 2)
    let positions = plan.positionScale(ticks: max(2, columns / 12))
    var canvas = TerminalCanvas(columns: columns, rows: Self.plotRows)
    let drawing = TerminalDrawing(plan: plan, style: style, positions: positions, values: values)
    let unplaced = drawing.draw(on: &canvas)

    var lines = wrapped(plan.valueAxis.label).map { style.paint($0, .quiet) }
    var tickRows = [Int: String]()
    for (tick, label) in zip(values.ticks, values.labels) {
      if let row = canvas.row(values.share(tick)) { tickRows[row] = label }
    }
    let bar = style.unicode ? "│" : "|"
    let tickBar = style.unicode ? "┤" : "+"
    for (row, line) in canvas.lines(style: style).enumerated() {
      let label = TextWidth.cut(tickRows[row] ?? "", to: margin, ellipsis: style.ellipsis)
      let edge = style.paint(tickRows[row] == nil ? bar : tickBar, .quiet)
      lines.append(TextWidth.padLeft(label, to: margin) + " " + edge + line)
    }
    lines += bottom(positions, canvas: canvas, margin: margin)
    if !plan.positionAxis.label.isEmpty {
      let label = TextWidth.cut(
        TextWidth.cleaned(plan.positionAxis.label, lineBreak: " "), to: columns,
        ellipsis: style.ellipsis)
      let indent = margin + 2 + (columns - TextWidth.of(label)) / 2
      lines.append(TextWidth.spaces(indent) + style.paint(label, .quiet))
    }
    lines += unplaced.flatMap(wrapped).map { style.paint($0, .note) }
    return lines
  }

  private func bottom(_ scale: Scale, canvas: TerminalCanvas, margin: Int) -> [String] {
    let columns = canvas.columns
    var axis = Array(
      repeating: Character(style.box.horizontal), count: columns)
    var labels = Array(repeating: Character(" "), count: columns + margin + 2)
    var free = 0
    for (tick, label) in zip(scale.ticks, scale.labels) {
      guard let column = canvas.column(scale.share(tick)) else { continue }
      axis[column] = Character(style.box.top)
      let size = label.count
      let start = min(max(0, margin + 2 + column - size / 2), columns + margin + 2 - size)
      guard start >= free else { continue }
      for (offset, character) in label.enumerated() { labels[start + offset] = character }
      free = start + size + 1
    }
    let corner = style.paint(style.box.bottomLeft + String(axis), .quiet)
    return [TextWidth.spaces(margin + 1) + corner, String(String(labels).trimmedEnd)]
  }

  // MARK: Legend

  private func legend() -> [String] {
    let named = plan.series.enumerated().filter { !$0.element.name.isEmpty }
    guard plan.series.count > 1, !named.isEmpty else { return [] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for (index, series) in named {
      let mark = String(Self.key(index, mark: series.mark, plan: plan, style: style))
      let name = TextWidth.cut(series.name, to: width - 4, ellipsis: style.ellipsis)
      let size = 2 + TextWidth.of(name)
      if used > 0, used + 3 + size > width {
        lines.append(line)
        line = ""
        used = 0
      }
      if used > 0 { line += "   " }
      line += style.paint(mark, .series(index)) + " " + name
      used += size + (used > 0 ? 3 : 0)
    }
    return lines + [line]
  }

  private static func key(
    _ index: Int, mark: Figure.Mark, plan: FigurePlan, style: TerminalStyle
  ) -> Character {
    let isBar = mark == .bars && !plan.positionAxis.categories.isEmpty
    return isBar
      ? TerminalCategories.fill(index, unicode: style.unicode)
      : Self.mark(index, unicode: style.unicode)
  }
}

extension Figure.Mark {
  var hasLine: Bool {
    switch self {
    case .line, .lineAndPoints: true
    case .points, .bars: false
    }
  }
}
