// Categories on a terminal: one row per category and series, horizontal bars or a mark on its
// interval, and the number at the end, because a reader of bars wants the number too.

struct TerminalCategories {
  private let plan: FigurePlan
  private let style: TerminalStyle
  private let width: Int

  init(_ plan: FigurePlan, style: TerminalStyle, width: Int) {
    self.plan = plan
    self.style = style
    self.width = width
  }

  static func fill(_ index: Int, unicode: Bool) -> Character {
    let fills = unicode ? Array("█▒▓░") : Array("#=+-")
    return fills[index % fills.count]
  }

  private struct Row {
    var name: String
    var index: Int
    var mark: Figure.Mark
    var point: FigurePlan.Point
    var text: String
  }

  func lines() -> [String] {
    let rows = rows()
    let names = rows.map { TextWidth.of($0.name) }
    let most = width < 60 ? width / 3 : width * 2 / 5
    let nameWidth = min(names.max() ?? 0, most)
    let numberWidth = min(rows.map { TextWidth.of($0.text) }.max() ?? 0, most)
    let columns = max(4, width - nameWidth - numberWidth - 2)
    let scale = plan.valueScale(ticks: 4)
    var lines: [String] = []
    if !plan.valueAxis.label.isEmpty {
      let label = TextWidth.cleaned(plan.valueAxis.label, lineBreak: " ")
      lines.append(
        style.paint(TextWidth.cut(label, to: width, ellipsis: style.ellipsis), .quiet))
    }
    for row in rows {
      let name = TextWidth.cut(row.name, to: nameWidth, ellipsis: style.ellipsis)
      let number = TextWidth.cut(row.text, to: numberWidth, ellipsis: style.ellipsis)
      let drawn = drawing(row, columns: columns, scale: scale)
      lines.append(TextWidth.padRight(name, to: nameWidth) + " " + drawn + " " + number)
    }
    lines += ruleNotes()
    return lines
  }

  private func rows() -> [Row] {
    var rows: [Row] = []
    for (category, name) in plan.positionAxis.categories.enumerated() {
      var isFirst = true
      for (index, series) in plan.series.enumerated() {
        for point in series.points where Int((point.position + 0.5).rounded(.down)) == category {
          rows.append(
            Row(
              name: isFirst ? TextWidth.cleaned(name, lineBreak: " ") : "", index: index,
              mark: series.mark, point: point, text: ""))
          isFirst = false
        }
      }
    }
    let values = NumberText.column(rows.map(\.point.value))
    let lows = NumberText.column(rows.map { $0.point.interval?.lowerBound })
    let highs = NumberText.column(rows.map { $0.point.interval?.upperBound })
    let size = values.map(\.count).max() ?? 0
    let lowSize = lows.map(\.count).max() ?? 0
    for index in rows.indices {
      rows[index].text = TextWidth.padLeft(values[index], to: size)
      // The drawing shows the interval; a narrow line has no room to write it too.
      if rows[index].point.interval != nil, width >= 60 {
        rows[index].text += "  \(TextWidth.padLeft(lows[index], to: lowSize)) \(style.ellipsis) "
        rows[index].text += highs[index]
      }
      let label = rows[index].point.label
      if !label.isEmpty, label != NumberText.display(rows[index].point.value) {
        rows[index].text += "  " + label
      }
    }
    return rows
  }

  private func drawing(_ row: Row, columns: Int, scale: Scale) -> String {
    func column(_ value: Double) -> Int {
      let share = min(1, max(0, scale.share(value)))
      return min(columns - 1, Int((share * Double(columns - 1)).rounded()))
    }
    var cells = Array(repeating: Character(" "), count: columns)
    for rule in plan.valueRules where (scale.low...scale.high).contains(rule.at) {
      cells[column(rule.at)] = style.unicode ? "┊" : "|"
    }
    let value = column(row.point.value)
    if row.mark == .bars {
      let zero = column(0)
      for place in min(zero, value)...max(zero, value) {
        cells[place] = Self.fill(row.index, unicode: style.unicode)
      }
    }
    // Inside a bar there is nothing to see: only the part beyond its tip is drawn.
    func isBeyond(_ place: Int) -> Bool {
      row.point.value < 0 ? place < value : place > value
    }
    if let interval = row.point.interval {
      let low = column(interval.lowerBound)
      let high = column(interval.upperBound)
      for place in low...max(low, high) where row.mark != .bars || isBeyond(place) {
        cells[place] = Character(style.box.horizontal)
      }
      if row.mark != .bars {
        cells[low] = style.unicode ? "├" : "|"
        cells[high] = style.unicode ? "┤" : "|"
      }
    }
    if row.mark != .bars {
      cells[value] = TerminalFigure.mark(row.index, unicode: style.unicode)
    }
    return style.paint(String(cells), .series(row.index))
  }

  private func ruleNotes() -> [String] {
    plan.valueRules.filter { !$0.label.isEmpty }.flatMap { rule in
      TextWidth.wrap(
        "\(style.unicode ? "┊" : "|") \(rule.label) (\(NumberText.display(rule.at)))", to: width
      ).map { style.paint($0, .note) }
    }
  }
}
