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
    let marks = unicode ? Array("●○×◆+■") : Array("*ox#+@")
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
    let drawing = Drawing(plan: plan, style: style, positions: positions, values: values)
    drawing.draw(on: &canvas)

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

/// Puts the plan on a canvas: bands and rules behind, then lines, then marks, then labels.
private struct Drawing {
  let plan: FigurePlan
  let style: TerminalStyle
  let positions: Scale
  let values: Scale

  func draw(on canvas: inout TerminalCanvas) {
    for (index, series) in plan.series.enumerated() where series.mark.hasLine {
      band(series, voice: .series(index), on: &canvas)
    }
    rules(on: &canvas)
    for (index, series) in plan.series.enumerated() {
      switch series.mark {
      case .line, .lineAndPoints: line(series, index: index, on: &canvas)
      case .bars: bars(series, index: index, on: &canvas)
      case .points: break
      }
    }
    for (index, series) in plan.series.enumerated() where series.mark != .bars {
      marks(series, index: index, on: &canvas)
    }
    ruleLabels(on: &canvas)
    pointLabels(on: &canvas)
  }

  private func place(_ point: FigurePlan.Point) -> (Double, Double) {
    (positions.share(point.position), values.share(point.value))
  }

  private func band(_ series: FigurePlan.Series, voice: Voice, on canvas: inout TerminalCanvas) {
    let points = series.points.filter { $0.interval != nil }.sorted { $0.position < $1.position }
    for (left, right) in zip(points, points.dropFirst()) {
      guard let from = left.interval, let to = right.interval,
        let first = canvas.column(positions.share(left.position)),
        let last = canvas.column(positions.share(right.position))
      else { continue }
      for column in first...max(first, last) {
        let share = last > first ? Double(column - first) / Double(last - first) : 0
        let low = from.lowerBound * (1 - share) + to.lowerBound * share
        let high = from.upperBound * (1 - share) + to.upperBound * share
        guard let top = canvas.row(values.share(high)), let bottom = canvas.row(values.share(low)),
          top < bottom
        else { continue }
        for row in top...bottom {
          canvas.background(style.unicode ? "░" : ":", column: column, row: row, voice: .quiet)
        }
      }
    }
  }

  private func rules(on canvas: inout TerminalCanvas) {
    for rule in plan.positionRules {
      guard let column = canvas.column(positions.share(rule.at)) else { continue }
      for row in 0..<canvas.rows {
        canvas.background(style.unicode ? "┊" : "|", column: column, row: row, voice: .note)
      }
    }
    for rule in plan.valueRules {
      guard let row = canvas.row(values.share(rule.at)) else { continue }
      for column in 0..<canvas.columns {
        canvas.background(style.unicode ? "┄" : "-", column: column, row: row, voice: .note)
      }
    }
  }

  private func line(_ series: FigurePlan.Series, index: Int, on canvas: inout TerminalCanvas) {
    if let only = series.points.first, series.points.count == 1 {
      let (x, y) = place(only)
      canvas.dot(x, y, voice: .series(index))
    }
    for (from, to) in zip(series.points, series.points.dropFirst()) {
      canvas.line(place(from), place(to), voice: .series(index))
    }
  }

  private func bars(_ series: FigurePlan.Series, index: Int, on canvas: inout TerminalCanvas) {
    let half = FigurePlan.barWidth(series.points) / 2
    let fill = TerminalCategories.fill(index, unicode: style.unicode)
    for point in series.points {
      guard let first = canvas.column(positions.share(point.position - half)),
        let end = canvas.column(positions.share(point.position + half)),
        let zero = canvas.row(values.share(0)), let tip = canvas.row(values.share(point.value))
      else { continue }
      for column in first..<max(first + 1, end) {
        for row in min(zero, tip)...max(zero, tip) {
          canvas.glyph(fill, column: column, row: row, voice: .series(index))
        }
      }
    }
  }

  private func marks(_ series: FigurePlan.Series, index: Int, on canvas: inout TerminalCanvas) {
    let tellsApart = plan.series.count > 1 && !style.colour
    let everyPoint = series.mark != .line
    guard everyPoint || tellsApart else { return }
    let glyph = TerminalFigure.mark(index, unicode: style.unicode)
    // Marks on a dense line would hide it.
    let apart = everyPoint && series.points.count <= canvas.columns / 2 ? 0 : 6
    var previous = -1000
    for point in series.points {
      let (x, y) = place(point)
      guard let column = canvas.column(x), let row = canvas.row(y) else { continue }
      if !series.mark.hasLine, let interval = point.interval {
        errorBar(interval, column: column, index: index, on: &canvas)
      }
      if series.mark != .points, (column - previous).magnitude < apart { continue }
      previous = column
      canvas.glyph(glyph, column: column, row: row, voice: .series(index))
    }
  }

  private func errorBar(
    _ interval: ClosedRange<Double>, column: Int, index: Int, on canvas: inout TerminalCanvas
  ) {
    guard let top = canvas.row(values.share(interval.upperBound)),
      let bottom = canvas.row(values.share(interval.lowerBound))
    else { return }
    for row in top...bottom where canvas.cells[row * canvas.columns + column].glyph == nil {
      canvas.glyph(style.unicode ? "│" : "|", column: column, row: row, voice: .series(index))
    }
  }

  private func ruleLabels(on canvas: inout TerminalCanvas) {
    for rule in plan.positionRules where !rule.label.isEmpty {
      guard let column = canvas.column(positions.share(rule.at)) else { continue }
      let size = TextWidth.of(rule.label)
      _ = (0..<canvas.rows).contains { row in
        canvas.write(rule.label, column: column + 2, row: row, voice: .note)
          || canvas.write(rule.label, column: column - size - 1, row: row, voice: .note)
      }
    }
    for rule in plan.valueRules where !rule.label.isEmpty {
      guard let row = canvas.row(values.share(rule.at)) else { continue }
      let size = TextWidth.of(rule.label)
      let rows = [row - 1, row + 1, row]
      let columns = stride(from: canvas.columns - size - 1, through: 0, by: -2)
      _ = rows.contains { row in
        columns.contains { canvas.write(rule.label, column: $0, row: row, voice: .note) }
      }
    }
  }

  private func pointLabels(on canvas: inout TerminalCanvas) {
    for point in plan.series.flatMap(\.points) where !point.label.isEmpty {
      let (x, y) = place(point)
      guard let column = canvas.column(x), let row = canvas.row(y) else { continue }
      let size = TextWidth.of(point.label)
      let places = [
        (column + 2, row), (column - size - 1, row), (column - size / 2, row - 1),
        (column - size / 2, row + 1), (column + 2, row - 1), (column + 2, row + 1),
      ]
      _ = places.contains { canvas.write(point.label, column: $0, row: $1, voice: .plain) }
    }
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
