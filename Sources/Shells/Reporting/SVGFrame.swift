// The frame of an SVG figure: where the plot lies on the page, how values become pixels, and the
// axes with grid, ticks and labels.

struct SVGFrame {
  let plan: FigurePlan
  let positions: Scale
  let values: Scale
  let left, right, top, bottom: Double
  /// Category names stand askew when they do not fit side by side.
  private let isAskew: Bool
  private let width: Double
  private let height: Double

  init(_ plan: FigurePlan, width: Double, height: Double, top: Double) {
    self.plan = plan
    self.width = width
    self.height = height
    self.top = top + 6
    let axisLabel = 20.0
    let xAxis = plan.isTurned ? plan.valueAxis : plan.positionAxis
    let yAxis = plan.isTurned ? plan.positionAxis : plan.valueAxis
    let horizontalTicks = max(2, Int(width / 95))
    let verticalTicks = max(2, Int((height - top) / 60))
    let values = plan.valueScale(ticks: plan.isTurned ? horizontalTicks : verticalTicks)
    let positions = plan.positionScale(ticks: plan.isTurned ? verticalTicks : horizontalTicks)
    let onY = plan.isTurned ? positions : values
    let onX = plan.isTurned ? values : positions
    let widestY = onY.labels.map { LetterWidth.of($0) }.max() ?? 0
    var left = 12 + min(width * 0.35, widestY) + 8 + (yAxis.label.isEmpty ? 0 : axisLabel)
    let lastX = onX.labels.last.map { LetterWidth.of($0) } ?? 0
    let right = width - max(16, plan.isTurned || xAxis.categories.isEmpty ? lastX / 2 + 6 : 16)
    let slot = (right - left) / Double(max(1, onX.labels.count))
    let widestX = onX.labels.map { LetterWidth.of($0) }.max() ?? 0
    isAskew = !xAxis.categories.isEmpty && widestX > slot - 8
    if isAskew { left = max(left, min(widestX, Self.longestAskew) * 0.87 - slot / 2 + 10) }
    let tickRoom = isAskew ? 14 + min(widestX, Self.longestAskew) * 0.5 : 20
    bottom = max(
      self.top + 30,
      height - tickRoom - (xAxis.label.isEmpty ? 4 : axisLabel)
        - (plan.undrawn > 0 ? 16 : 4))
    self.left = left
    self.right = max(left + 40, right)
    let fittingX = isAskew ? (right - left) / 26 : (right - left) / (widestX + 10)
    let fittingY = (bottom - self.top) / 16
    let fits = (x: Int(max(1, fittingX)), y: Int(max(1, fittingY)))
    self.values = values.thinned(to: plan.isTurned ? fits.x : fits.y)
    self.positions = positions.thinned(to: plan.isTurned ? fits.y : fits.x)
  }

  private static let longestAskew = 130.0

  func point(_ position: Double, _ value: Double) -> (x: Double, y: Double) {
    let along = positions.share(position)
    let across = values.share(value)
    guard plan.isTurned else {
      return (left + along * (right - left), bottom - across * (bottom - top))
    }
    // Categories read from the top.
    return (left + across * (right - left), top + along * (bottom - top))
  }

  /// Pixels that one unit of position takes.
  var unit: Double {
    (plan.isTurned ? bottom - top : right - left) / (positions.high - positions.low)
  }

  func axes() -> String {
    let onX = plan.isTurned ? values : positions
    let onY = plan.isTurned ? positions : values
    let xAxis = plan.isTurned ? plan.valueAxis : plan.positionAxis
    let yAxis = plan.isTurned ? plan.positionAxis : plan.valueAxis
    var out = "<g>\n"
    for (tick, label) in zip(onX.ticks, onX.labels) {
      let x = left + onX.share(tick) * (right - left)
      if xAxis.categories.isEmpty { out += Self.line(x, top, x, bottom, "grid") }
      if isAskew {
        let cut = LetterWidth.cut(label, to: Self.longestAskew)
        out += SVGText.line(cut, x: x + 4, y: bottom + 15, classes: "end quiet", turned: -30)
      } else {
        out += SVGText.line(label, x: x, y: bottom + 17, classes: "middle quiet")
      }
    }
    for (tick, label) in zip(onY.ticks, onY.labels) {
      let share = onY.share(tick)
      let y = plan.isTurned ? top + share * (bottom - top) : bottom - share * (bottom - top)
      if yAxis.categories.isEmpty { out += Self.line(left, y, right, y, "grid") }
      let cut = LetterWidth.cut(label, to: width * 0.35)
      out += SVGText.line(cut, x: left - 8, y: y + 4, classes: "end quiet")
    }
    out += Self.line(left, bottom, right, bottom, "axis")
    if plan.hasBars, values.low < 0 {
      let from = point(positions.low, 0)
      let to = point(positions.high, 0)
      out += Self.line(from.x, from.y, to.x, to.y, "axis")
    }
    if plan.isTurned { out += Self.line(left, top, left, bottom, "axis") }
    out += "</g>\n"
    let xLabel = cut(xAxis.label, to: right - left)
    let below = plan.undrawn > 0 ? 20.0 : 8
    out += SVGText.line(xLabel, x: (left + right) / 2, y: height - below, classes: "middle")
    let yLabel = cut(yAxis.label, to: bottom - top + 20)
    out += SVGText.line(
      yLabel, x: 18, y: (top + bottom) / 2, classes: "middle", turned: -90)
    return out
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ classes: String)
    -> String
  {
    "<line class=\"\(classes)\" x1=\"\(Markup.number(x1))\" y1=\"\(Markup.number(y1))\" "
      + "x2=\"\(Markup.number(x2))\" y2=\"\(Markup.number(y2))\"/>\n"
  }

  private func cut(_ text: String, to pixels: Double) -> String {
    LetterWidth.cut(TextWidth.cleaned(text, lineBreak: " "), to: max(24, pixels))
  }
}

/// One key per named series, in as many rows as they need and have; the last says how many are left out.
struct SVGLegend {
  private let keys: [(index: Int, series: FigurePlan.Series, x: Double, row: Int, name: String)]
  private let more: Int

  init(_ plan: FigurePlan, width: Double, height: Double) {
    let mostRows = height.isFinite ? max(1, Int(height / 18)) : .max
    var keys: [(index: Int, series: FigurePlan.Series, x: Double, row: Int, name: String)] = []
    var x = 0.0
    var row = 0
    if plan.series.count > 1 {
      for (index, series) in plan.series.enumerated() where !series.name.isEmpty {
        let name = LetterWidth.cut(series.name, to: max(24, width - 30))
        let size = 26 + LetterWidth.of(name) + 16
        if x > 0, x + size > width + 16 {
          x = 0
          row += 1
        }
        keys.append((index, series, x, row, name))
        x += size
      }
    }
    let shown = keys.filter { $0.row < mostRows }
    more = keys.count - shown.count
    self.keys = shown
  }

  var height: Double {
    keys.last.map { Double($0.row + 1) * 18 + (more > 0 ? 18 : 0) } ?? 0
  }

  func text(x: Double, y: Double) -> String {
    keys.map { key in
      let left = x + key.x
      let middle = y + Double(key.row) * 18 + 6
      let classes = SVGStyle.classes(key.index)
      var out = ""
      if key.series.mark.hasLine {
        out += SVGFrame.line(left, middle, left + 20, middle, classes + " line")
      }
      switch key.series.mark {
      case .bars:
        out += "<rect class=\"\(classes) bar\" x=\"\(Markup.number(left + 4))\" "
        out += "y=\"\(Markup.number(middle - 6))\" width=\"12\" height=\"12\"/>\n"
      case .points, .lineAndPoints:
        out += SVGMarks.shape(key.index, x: left + 10, y: middle)
      case .line: break
      }
      return out + SVGText.line(key.name, x: left + 26, y: middle + 4)
    }.joined()
      + SVGText.line(
        more > 0 ? "and \(more) more" : "", x: x, y: y + height - 8, classes: "quiet")
  }
}
