// The data of an SVG figure: bands, bars, rules, lines, error bars and points, in that order, and
// then the labels where they cover least. Each series has its own shape as well as its own colour.

struct SVGMarks {
  private let plan: FigurePlan
  private let frame: SVGFrame

  init(_ plan: FigurePlan, frame: SVGFrame) {
    self.plan = plan
    self.frame = frame
  }

  func text() -> String {
    var ground = SVGGround(frame)
    var out = ""
    let indexed = Array(plan.series.enumerated())
    for (index, series) in indexed { out += area(series, index) }
    for (index, series) in indexed where series.mark.hasLine { out += band(series, index) }
    for (index, series) in indexed where series.mark == .bars {
      out += bars(series, index, &ground)
    }
    out += rules(&ground)
    for (index, series) in indexed where series.mark.hasLine {
      out += line(series, index, &ground)
    }
    for (index, series) in indexed {
      switch series.mark {
      case .points, .lineAndPoints: out += points(series, index, &ground)
      case .bars: out += errors(series, index, "cap", &ground)
      case .line:
        out +=
          series.points.count == 1
          ? points(series, index, &ground) : places(series, index)
      }
    }
    return out + ruleLabels(&ground) + pointLabels(&ground)
  }

  /// Series stand side by side within a category.
  private func place(_ position: Double, _ index: Int, _ value: Double) -> (x: Double, y: Double) {
    guard !plan.positionAxis.categories.isEmpty, plan.series.count > 1 else {
      return frame.point(position, value)
    }
    let count = Double(plan.series.count)
    let shift = (Double(index) - (count - 1) / 2) * 0.8 / count
    return frame.point(position + shift, value)
  }

  /// One path, so that polygons that overlap are not darker there: all wind the same way, and the
  /// nonzero rule joins them.
  private func area(_ series: FigurePlan.Series, _ index: Int) -> String {
    guard !series.area.isEmpty else { return "" }
    let path = series.area.map { polygon in
      let corners = polygon.map { frame.point($0.x, $0.y) }
      return "M"
        + corners.map { "\(Markup.number($0.x)) \(Markup.number($0.y))" }
        .joined(separator: "L") + "Z"
    }
    return "<path class=\"\(SVGStyle.colour(index)) band\" d=\"\(path.joined())\"/>\n"
  }

  private func band(_ series: FigurePlan.Series, _ index: Int) -> String {
    let ends = series.points.filter { $0.interval != nil }
    guard ends.count > 1 else { return "" }
    let upper = ends.map { place($0.position, index, $0.interval?.upperBound ?? $0.value) }
    let lower = ends.reversed().map {
      place($0.position, index, $0.interval?.lowerBound ?? $0.value)
    }
    return "<polygon class=\"\(SVGStyle.classes(index)) band\" points=\""
      + Self.list(upper + lower) + "\"/>\n"
  }

  private func line(
    _ series: FigurePlan.Series, _ index: Int, _ ground: inout SVGGround
  ) -> String {
    let points = series.points.map { place($0.position, index, $0.value) }
    guard points.count > 1 else { return "" }
    for (from, to) in zip(points, points.dropFirst()) { ground.occupy(from: from, to: to) }
    return "<polyline class=\"\(SVGStyle.classes(index)) line\" points=\"\(Self.list(points))\"/>\n"
  }

  private func bars(
    _ series: FigurePlan.Series, _ index: Int, _ ground: inout SVGGround
  ) -> String {
    let isCategory = !plan.positionAxis.categories.isEmpty
    let share = isCategory ? 0.72 / Double(plan.series.count) : 0.96
    let unit = isCategory ? 1 : FigurePlan.barWidth(series.points)
    let thick = max(0.5, frame.unit * unit * share)
    return series.points.map { point in
      let title = title(point, of: series)
      let tip = place(point.position, index, point.value)
      let foot = place(point.position, index, 0)
      let left = plan.isTurned ? min(tip.x, foot.x) : tip.x - thick / 2
      let top = plan.isTurned ? tip.y - thick / 2 : min(tip.y, foot.y)
      let wide = plan.isTurned ? (tip.x - foot.x).magnitude : thick
      let high = plan.isTurned ? thick : (tip.y - foot.y).magnitude
      ground.occupy(left, top, left + wide, top + high)
      return "<rect class=\"\(SVGStyle.classes(index)) bar value\" x=\"\(Markup.number(left))\" "
        + "y=\"\(Markup.number(top))\" width=\"\(Markup.number(wide))\" "
        + "height=\"\(Markup.number(high))\">\(title)</rect>\n"
    }.joined()
  }

  private func points(
    _ series: FigurePlan.Series, _ index: Int, _ ground: inout SVGGround
  ) -> String {
    var out = series.mark.hasLine ? "" : errors(series, index, "error", &ground)
    for point in series.points {
      let (x, y) = place(point.position, index, point.value)
      ground.occupy(x - 5, y - 5, x + 5, y + 5)
      out += Self.shape(index, x: x, y: y, title: title(point, of: series))
    }
    return out
  }

  /// Points of a line that has no marks, to be read off; not more than a hundred of them.
  private func places(_ series: FigurePlan.Series, _ index: Int) -> String {
    let stride = max(1, (series.points.count + 99) / 100)
    return series.points.indices.filter { $0 % stride == 0 }.map { number in
      let point = series.points[number]
      let (x, y) = place(point.position, index, point.value)
      return "<circle class=\"place value\" cx=\"\(Markup.number(x))\" "
        + "cy=\"\(Markup.number(y))\" r=\"4\">\(title(point, of: series))</circle>\n"
    }.joined()
  }

  /// What a point says when it is asked: series, place, value with its interval, label.
  private func title(_ point: FigurePlan.Point, of series: FigurePlan.Series) -> String {
    func named(_ axis: Figure.Axis, _ value: Double) -> String {
      var text = NumberText.display(value)
      if !axis.categories.isEmpty, value.magnitude < Double(axis.categories.count) {
        text = axis.categories[max(0, Int(value.rounded()))]
      }
      return axis.label.isEmpty ? text : "\(axis.label) \(text)"
    }
    var value = named(plan.valueAxis, point.value)
    if let interval = point.interval {
      value +=
        " (\(NumberText.display(interval.lowerBound)) … "
        + "\(NumberText.display(interval.upperBound)))"
    }
    let parts = [series.name, named(plan.positionAxis, point.position), value, point.label]
    return "<title>\(Markup.escaped(parts.filter { !$0.isEmpty }.joined(separator: ", ")))</title>"
  }

  private func errors(
    _ series: FigurePlan.Series, _ index: Int, _ voice: String, _ ground: inout SVGGround
  ) -> String {
    series.points.map { point in
      guard let interval = point.interval else { return "" }
      let low = place(point.position, index, interval.lowerBound)
      let high = place(point.position, index, interval.upperBound)
      ground.occupy(from: low, to: high)
      let (dx, dy) = plan.isTurned ? (0.0, 4.0) : (4.0, 0.0)
      let steps = [
        ("M", low.x - dx, low.y - dy), ("L", low.x + dx, low.y + dy), ("M", low.x, low.y),
        ("L", high.x, high.y), ("M", high.x - dx, high.y - dy), ("L", high.x + dx, high.y + dy),
      ]
      let path = steps.map { "\($0)\(Markup.number($1)) \(Markup.number($2))" }.joined()
      let classes = voice == "cap" ? voice : "\(SVGStyle.classes(index)) \(voice)"
      return "<path class=\"\(classes)\" d=\"\(path)\"/>\n"
    }.joined()
  }

  // MARK: Rules and labels

  /// Value and position rules as pixels, each with its label.
  private var lines: [(from: (x: Double, y: Double), to: (x: Double, y: Double), label: String)] {
    let values = plan.valueRules.map { rule in
      (
        frame.point(frame.positions.low, rule.at), frame.point(frame.positions.high, rule.at),
        rule.label
      )
    }
    let positions = plan.positionRules.map { rule in
      (
        frame.point(rule.at, frame.values.low), frame.point(rule.at, frame.values.high),
        rule.label
      )
    }
    return values + positions
  }

  private func rules(_ ground: inout SVGGround) -> String {
    lines.map { line in
      ground.occupy(from: line.from, to: line.to)
      return SVGFrame.line(line.from.x, line.from.y, line.to.x, line.to.y, "rule")
    }.joined()
  }

  private func ruleLabels(_ ground: inout SVGGround) -> String {
    lines.map { line in
      guard !line.label.isEmpty else { return "" }
      let isUpright = (line.from.x - line.to.x).magnitude < 1
      let room =
        isUpright
        ? max(frame.right - line.from.x, line.from.x - frame.left) - 6
        : frame.right - frame.left - 6
      let label = LetterWidth.cut(line.label, to: room)
      let size = LetterWidth.of(label)
      var places: [(x: Double, y: Double)] = []
      if isUpright {
        let start = min(line.from.y, line.to.y) + 12
        for step in 0..<40 {
          let y = start + Double(step) * 8
          guard y < max(line.from.y, line.to.y) - 2 else { break }
          places += [(line.from.x + 6, y), (line.from.x - size - 6, y)]
        }
      } else {
        let start = max(line.from.x, line.to.x) - size - 2
        for step in 0..<80 {
          let x = start - Double(step) * 8
          guard x >= min(line.from.x, line.to.x) else { break }
          places += [(x, line.from.y - 6), (x, line.from.y + 15)]
        }
      }
      guard let place = ground.best(of: places, width: size, mayCover: true) else { return "" }
      return SVGText.line(label, x: place.x, y: place.y, classes: "halo")
    }.joined()
  }

  private func pointLabels(_ ground: inout SVGGround) -> String {
    var out = ""
    for (index, series) in plan.series.enumerated() {
      for point in series.points where !point.label.isEmpty {
        let (x, y) = place(point.position, index, point.value)
        let size = LetterWidth.of(point.label, size: 10.5)
        let places = [
          (x + 8, y + 4), (x + 7, y - 7), (x - size / 2, y - 12), (x - size - 8, y + 4),
          (x - size - 7, y - 7), (x + 7, y + 15), (x - size / 2, y + 21), (x - size - 7, y + 15),
          (x + 12, y + 24), (x + 12, y - 18), (x - size - 10, y - 18),
        ].map { (x: $0.0, y: $0.1) }
        guard let place = ground.best(of: places, width: size, mayCover: false) else { continue }
        out += SVGText.line(point.label, x: place.x, y: place.y, classes: "halo small")
      }
    }
    return out
  }

  // MARK: Shapes

  /// Circle, square, triangle, diamond, cross, plus: about the same ink each. With a title it can be
  /// read off.
  static func shape(_ index: Int, x: Double, y: Double, title: String = "") -> String {
    // Beyond six, colours come again with other shapes.
    let form = (index + index / SVGStyle.colours) % 6
    let isOpen = form >= 4
    let classes =
      SVGStyle.colour(index) + (isOpen ? " line" : "") + (title.isEmpty ? "" : " value")
    func at(_ dx: Double, _ dy: Double) -> String {
      "\(Markup.number(x + dx)) \(Markup.number(y + dy))"
    }
    let path: String
    switch form {
    case 0:
      return "<circle class=\"\(classes)\" cx=\"\(Markup.number(x))\" "
        + "cy=\"\(Markup.number(y))\" r=\"3.5\">\(title)</circle>\n"
    case 1: path = "M\(at(-3.3, -3.3))L\(at(3.3, -3.3))L\(at(3.3, 3.3))L\(at(-3.3, 3.3))Z"
    case 2: path = "M\(at(0, -4.5))L\(at(4.2, 3.2))L\(at(-4.2, 3.2))Z"
    case 3: path = "M\(at(0, -4.8))L\(at(4.8, 0))L\(at(0, 4.8))L\(at(-4.8, 0))Z"
    case 4: path = "M\(at(-3.5, -3.5))L\(at(3.5, 3.5))M\(at(-3.5, 3.5))L\(at(3.5, -3.5))"
    case _: path = "M\(at(-4.5, 0))L\(at(4.5, 0))M\(at(0, -4.5))L\(at(0, 4.5))"
    }
    return "<path class=\"\(classes)\" d=\"\(path)\">\(title)</path>\n"
  }

  private static func list(_ points: [(x: Double, y: Double)]) -> String {
    points.map { "\(Markup.number($0.x)),\(Markup.number($0.y))" }.joined(separator: " ")
  }
}
