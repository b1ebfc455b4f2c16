// A grid of shaded cells, a heat map: categories on both axes, one value in each cell, written in it where
// there is room. The shades run from light to dark in one hue, so that they read without colour too, and a
// key beside them says what they mean.

struct SVGCells {
  private let figure: Figure
  private let cells: Figure.Cells
  private let width: Double
  private let height: Double
  private let top: Double

  init(_ figure: Figure, _ cells: Figure.Cells, width: Double, height: Double, top: Double) {
    self.figure = figure
    self.cells = cells
    self.width = width
    self.height = height
    self.top = top
  }

  func text() -> String {
    let names = figure.y.categories.map { TextWidth.cleaned($0, lineBreak: " ") }
    let columns = figure.x.categories.map { TextWidth.cleaned($0, lineBreak: " ") }
    let widest = names.map { LetterWidth.of($0) }.max() ?? 0
    let left = 16 + min(width * 0.3, widest) + 8 + (figure.y.label.isEmpty ? 0 : 20)
    let right = width - 12
    let wide = (right - left) / Double(max(1, columns.count))
    let isAskew = (columns.map { LetterWidth.of($0) }.max() ?? 0) > wide - 6
    let below =
      (isAskew ? Self.longestAskew * 0.65 + 16 : 22) + (figure.x.label.isEmpty ? 0 : 20)
      + Self.keyHeight
    let bottom = max(top + 30, height - below)
    let high = (bottom - top) / Double(max(1, names.count))
    var out = "<g>\n"
    for (row, name) in names.enumerated() {
      let y = top + (Double(row) + 0.5) * high
      if high >= 11 || row % Int((14 / high).rounded(.up)) == 0 {
        out += SVGText.line(
          LetterWidth.cut(name, to: width * 0.3), x: left - 8, y: y + 4,
          classes: "end quiet")
      }
      for column in columns.indices {
        out += cell(
          row, column, x: left + Double(column) * wide, y: top + Double(row) * high, wide, high)
      }
    }
    let stride = isAskew ? max(1, Int((18 / wide).rounded(.up))) : 1
    for (column, name) in columns.enumerated() where column % stride == 0 {
      let x = left + (Double(column) + 0.5) * wide
      out +=
        isAskew
        ? SVGText.line(
          LetterWidth.cut(name, to: Self.longestAskew), x: x + 4, y: bottom + 14,
          classes: "end quiet", turned: -40)
        : SVGText.line(name, x: x, y: bottom + 17, classes: "middle quiet")
    }
    out += "</g>\n"
    out += SVGText.line(
      LetterWidth.cut(figure.x.label, to: right - left), x: (left + right) / 2,
      y: height - Self.keyHeight - 6, classes: "middle")
    out += SVGText.line(
      LetterWidth.cut(figure.y.label, to: bottom - top + 20),
      x: 18, y: (top + bottom) / 2, classes: "middle", turned: -90)
    return out + key(left: 16)
  }

  private static let keyHeight = 22.0
  private static let longestAskew = 60.0
  private static let shades = 10

  private func cell(
    _ row: Int, _ column: Int, x: Double, y: Double, _ wide: Double, _ high: Double
  ) -> String {
    guard let value = cells.value(row, column) else { return "" }
    let shade = Int((cells.share(value) * Double(Self.shades - 1)).rounded())
    let shown = cells.text(value)
    let named =
      [figure.y.categories[row], figure.x.categories[column], "\(cells.label) \(shown)"]
      .joined(separator: ", ")
    var out =
      "<rect class=\"h\(shade) value\" x=\"\(Markup.number(x + 0.5))\" "
      + "y=\"\(Markup.number(y + 0.5))\" width=\"\(Markup.number(max(1, wide - 1)))\" "
      + "height=\"\(Markup.number(max(1, high - 1)))\"><title>\(Markup.escaped(named))</title></rect>\n"
    if LetterWidth.of(shown, size: 10.5) < wide - 4, high >= 13 {
      out += SVGText.line(
        shown, x: x + wide / 2, y: y + high / 2 + 4,
        classes: "middle small \(shade > Self.shades / 2 ? "onDark" : "onLight")")
    }
    return out
  }

  private func key(left: Double) -> String {
    let y = height - Self.keyHeight + 4
    let low = cells.text(cells.range.lowerBound)
    let high = cells.text(cells.range.upperBound)
    let ends = LetterWidth.of(low) + LetterWidth.of(high) + 24 + 4 * Double(Self.shades)
    let label = LetterWidth.cut(cells.label, to: max(0, width - 12 - left - ends))
    let first = left + LetterWidth.of(label) + 12 + LetterWidth.of(low) + 6
    let room = width - 12 - first - LetterWidth.of(high) - 6
    let size = min(12, max(4, room / Double(Self.shades)))
    var out = SVGText.line(label, x: left, y: y + 10, classes: "quiet")
    out += SVGText.line(
      low, x: first - 6, y: y + 10, classes: "end quiet")
    for shade in 0..<Self.shades {
      out += "<rect class=\"h\(shade)\" x=\"\(Markup.number(first + Double(shade) * size))\" "
      out += "y=\"\(Markup.number(y))\" width=\"\(Markup.number(size))\" height=\"12\"/>\n"
    }
    return out
      + SVGText.line(high, x: first + Double(Self.shades) * size + 6, y: y + 10, classes: "quiet")
  }
}

extension Figure.Cells {
  /// nil where there is none.
  func value(_ row: Int, _ column: Int) -> Double? {
    guard values.indices.contains(row), values[row].indices.contains(column),
      values[row][column].isFinite
    else { return nil }
    return values[row][column]
  }

  var range: ClosedRange<Double> {
    let all = values.joined().filter(\.isFinite)
    let low = min(0, all.min() ?? 0)
    return low...max(low, all.max() ?? 1)
  }

  func share(_ value: Double) -> Double {
    let range = range
    let size = range.upperBound - range.lowerBound
    return size > 0 && size.isFinite ? (value - range.lowerBound) / size : 0
  }

  func text(_ value: Double) -> String {
    isShare
      ? "\(NumberText.fixed(value * 100, decimals: 0))%" : NumberText.display(value)
  }
}
