// What both figure renderers draw: the figure with undrawable points set aside and counted, and
// turned so that categories, wherever they are, run along `position`. Colours and marks follow the
// order of the series.

struct FigurePlan {
  struct Point {
    /// Along the independent axis.
    var position: Double
    var value: Double
    var low: Double?
    var high: Double?
    var label: String

    var interval: ClosedRange<Double>? {
      guard low != nil || high != nil else { return nil }
      let ends = (low ?? value, high ?? value)
      return min(ends.0, ends.1)...max(ends.0, ends.1)
    }
  }

  struct Series {
    var name: String
    var mark: Figure.Mark
    var points: [Point]
    var area: [[Figure.Corner]] = []
  }

  var positionAxis: Figure.Axis
  var valueAxis: Figure.Axis
  /// The position axis runs upwards (categories were on y).
  var isTurned: Bool
  var series: [Series]
  /// Lines across at a value (a budget on the value axis) and at a position.
  var valueRules: [(at: Double, label: String)]
  var positionRules: [(at: Double, label: String)]
  /// Points that are not finite, too large to draw, or in no category.
  var undrawn: Int

  init(_ figure: Figure) {
    isTurned = !figure.y.categories.isEmpty && figure.x.categories.isEmpty
    positionAxis = isTurned ? figure.y : figure.x
    valueAxis = isTurned ? figure.x : figure.y
    var undrawn = 0
    let turned = isTurned
    let categories = positionAxis.categories.count
    func hasPlace(_ position: Double) -> Bool {
      guard categories > 0 else { return Self.isDrawable(position) }
      return -0.5 <= position && position < Double(categories) - 0.5
    }
    series = figure.series.map { series in
      var points: [Point] = []
      for point in series.points {
        let position = turned ? point.y : point.x
        let value = turned ? point.x : point.y
        guard hasPlace(position), Self.isDrawable(value) else {
          undrawn += 1
          continue
        }
        points.append(
          Point(
            position: position, value: value, low: point.low.flatMap(Self.drawable),
            high: point.high.flatMap(Self.drawable),
            label: TextWidth.cleaned(point.label, lineBreak: " ")))
      }
      let area = series.area.filter { polygon in
        polygon.count > 2 && polygon.allSatisfy { Self.isDrawable($0.x) && Self.isDrawable($0.y) }
      }
      return Series(
        name: TextWidth.cleaned(series.name, lineBreak: " "), mark: series.mark, points: points,
        area: turned || categories > 0 ? [] : area)
    }
    self.undrawn = undrawn
    valueRules = []
    positionRules = []
    for rule in figure.rules {
      switch rule {
      case .vertical(let x, let label):
        guard isTurned ? Self.isDrawable(x) : hasPlace(x) else { continue }
        let entry = (at: x, label: TextWidth.cleaned(label, lineBreak: " "))
        if isTurned { valueRules.append(entry) } else { positionRules.append(entry) }
      case .horizontal(let y, let label):
        guard isTurned ? hasPlace(y) : Self.isDrawable(y) else { continue }
        let entry = (at: y, label: TextWidth.cleaned(label, lineBreak: " "))
        if isTurned { positionRules.append(entry) } else { valueRules.append(entry) }
      }
    }
  }

  var isEmpty: Bool { series.allSatisfy(\.points.isEmpty) }
  var hasBars: Bool { series.contains { $0.mark == .bars } }

  func valueScale(ticks: Int) -> Scale {
    var values = valueRules.map(\.at)
    for point in series.flatMap(\.points) {
      values.append(point.value)
      if let interval = point.interval { values += [interval.lowerBound, interval.upperBound] }
    }
    values += series.flatMap(\.area).joined().map(\.y)
    return Scale(values: values, includingZero: hasBars, ticks: ticks)
  }

  func positionScale(ticks: Int) -> Scale {
    guard positionAxis.categories.isEmpty else {
      return Scale(categories: positionAxis.categories)
    }
    var values = positionRules.map(\.at)
    for series in series {
      let half = series.mark == .bars ? Self.barWidth(series.points) / 2 : 0
      values += series.points.flatMap { [$0.position - half, $0.position + half] }
      values += series.area.joined().map(\.x)
    }
    return Scale(values: values, ticks: ticks)
  }

  /// Bars touch: the smallest distance between two positions.
  static func barWidth(_ points: [Point]) -> Double {
    let positions = points.map(\.position).sorted()
    let gaps = zip(positions.dropFirst(), positions).map { $0 - $1 }.filter { $0 > 0 }
    return gaps.min() ?? 1
  }

  var undrawnNote: String? {
    switch undrawn {
    case 0: nil
    case 1: "1 point has no place here and is not drawn"
    case _: "\(NumberText.display(undrawn)) points have no place here and are not drawn"
    }
  }

  private static func isDrawable(_ value: Double) -> Bool { value.magnitude <= Scale.largest }
  private static func drawable(_ value: Double) -> Double? { isDrawable(value) ? value : nil }
}
