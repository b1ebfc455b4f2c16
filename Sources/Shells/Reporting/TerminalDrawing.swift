// Puts a plan on a canvas of terminal cells: bands and rules behind, then lines, then marks, then
// labels where there is room.

struct TerminalDrawing {
  let plan: FigurePlan
  let style: TerminalStyle
  let positions: Scale
  let values: Scale

  /// Gives the labels of rules that found no room, to be listed below.
  func draw(on canvas: inout TerminalCanvas) -> [String] {
    for series in plan.series { area(series, on: &canvas) }
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
    let unplaced = ruleLabels(on: &canvas)
    pointLabels(on: &canvas)
    return unplaced
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

  /// Shades every cell between the lowest and the highest edge above a column's middle.
  private func area(_ series: FigurePlan.Series, on canvas: inout TerminalCanvas) {
    for polygon in series.area {
      let corners = polygon.map { (x: positions.share($0.x), y: values.share($0.y)) }
      for column in 0..<canvas.columns {
        let heights = TerminalDrawing.crossings(
          corners, at: (Double(column) + 0.5) / Double(canvas.columns))
        guard let low = heights.min(), let high = heights.max(),
          let top = canvas.row(min(max(high, 0), 1)), let bottom = canvas.row(min(max(low, 0), 1))
        else { continue }
        for row in top...bottom {
          canvas.background(style.unicode ? "░" : ":", column: column, row: row, voice: .quiet)
        }
      }
    }
  }

  /// Where the outline of a polygon crosses the vertical at `x`.
  static func crossings(_ corners: [(x: Double, y: Double)], at x: Double) -> [Double] {
    corners.indices.compactMap { index in
      let (from, to) = (corners[index], corners[(index + 1) % corners.count])
      guard min(from.x, to.x) <= x, x <= max(from.x, to.x), from.x != to.x else { return nil }
      return from.y + (to.y - from.y) * (x - from.x) / (to.x - from.x)
    }
  }

  private func rules(on canvas: inout TerminalCanvas) {
    for rule in plan.positionRules {
      guard let column = canvas.column(positions.share(rule.at)) else { continue }
      for row in 0..<canvas.rows {
        canvas.background(
          style.unicode ? "┊" : "|", column: column, row: row, voice: .note, isRule: true)
      }
    }
    for rule in plan.valueRules {
      guard let row = canvas.row(values.share(rule.at)) else { continue }
      for column in 0..<canvas.columns {
        canvas.background(
          style.unicode ? "┄" : "-", column: column, row: row, voice: .note, isRule: true)
      }
    }
  }

  private func line(_ series: FigurePlan.Series, index: Int, on canvas: inout TerminalCanvas) {
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
    let everyPoint = series.mark != .line || series.points.count == 1
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

  private func ruleLabels(on canvas: inout TerminalCanvas) -> [String] {
    var unplaced: [String] = []
    func note(_ mark: String, _ rule: (at: Double, label: String)) {
      unplaced.append("\(mark) \(rule.label) (\(NumberText.display(rule.at)))")
    }
    for rule in plan.positionRules where !rule.label.isEmpty {
      guard let column = canvas.column(positions.share(rule.at)) else { continue }
      let size = TextWidth.of(rule.label)
      let fits = (0..<canvas.rows).contains { row in
        canvas.write(rule.label, column: column + 2, row: row, voice: .note)
          || canvas.write(rule.label, column: column - size - 1, row: row, voice: .note)
      }
      if !fits { note(style.unicode ? "┊" : "|", rule) }
    }
    for rule in plan.valueRules where !rule.label.isEmpty {
      guard let row = canvas.row(values.share(rule.at)) else { continue }
      let size = TextWidth.of(rule.label)
      let columns = stride(from: canvas.columns - size - 1, through: 0, by: -2)
      let fits = [row - 1, row + 1].contains { row in
        columns.contains { canvas.write(rule.label, column: $0, row: row, voice: .note) }
      }
      if fits { continue }
      let fitsAcross = columns.contains {
        canvas.write(rule.label, column: $0, row: row, voice: .note, acrossRules: true)
      }
      if !fitsAcross { note(style.unicode ? "┄" : "-", rule) }
    }
    return unplaced
  }

  private func pointLabels(on canvas: inout TerminalCanvas) {
    for point in plan.series.flatMap(\.points) where !point.label.isEmpty {
      let (x, y) = place(point)
      guard let column = canvas.column(x), let row = canvas.row(y) else { continue }
      let size = TextWidth.of(point.label)
      let places = [
        (column + 2, row), (column - size - 1, row), (column - size / 2, row - 1),
        (column - size / 2, row + 1), (column + 2, row - 1), (column + 2, row + 1),
        (column - size - 1, row - 1), (column - size - 1, row + 1),
      ]
      _ = places.contains { canvas.write(point.label, column: $0, row: $1, voice: .plain) }
    }
  }
}
