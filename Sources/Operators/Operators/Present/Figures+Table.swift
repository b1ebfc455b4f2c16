// Columns of a table against each other: lines where x rises or is a whole number that stands once, points
// elsewhere, bars over texts,
// one series for each column or for each word of another one.
import Data
import OperatorKit
import Reporting

extension Figure {
  private static let mostSeries = 12
  /// More cannot be told apart, and make a report of many megabytes.
  private static let mostBars = 300
  private static let mostPoints = 20_000

  /// Without `x` the first column; without `y` the other columns of numbers.
  static func table(
    _ table: Table, x wantedX: String?, y wantedY: [String]?, by: String?
  ) throws -> Figure {
    guard let x = wantedX ?? table.names.first(where: { $0 != by }) else {
      throw OperatorError.argument("value", "there is no column to draw")
    }
    let others = zip(table.names, table.columns).filter { name, column in
      name != x && name != by && column.type == .number
    }.map(\.0)
    let y = wantedY ?? Array(others.prefix(by == nil ? 6 : 1))
    guard !y.isEmpty else {
      throw OperatorError.argument("y", "there is no column of numbers beside `\(x)`")
    }
    let (xs, categories) = try positions(table, x)
    let groups = try groups(table, by)
    var series: [Figure.Series] = []
    for name in y {
      guard case .some(.number(let ys)) = table[name] else {
        throw OperatorError.argument("y", "`\(name)` is not a column of numbers")
      }
      for group in groups {
        let points = inOrder(group.rows.map { Point(xs[$0], ys[$0]) }, categories: categories)
        series.append(
          Series(
            y.count == 1 && by != nil
              ? group.name : by == nil ? name : "\(name), \(group.name)",
            mark: mark(points, categories: categories), points: points))
      }
    }
    let count = series.reduce(0) { $0 + $1.points.count }
    let most = categories.isEmpty ? mostPoints : mostBars
    guard count <= most else {
      throw OperatorError.argument(
        "value",
        "\(NumberText.display(count)) \(categories.isEmpty ? "points" : "bars") are too many for a figure, the "
          + "most is \(NumberText.display(most))",
        hint: "`summarize` the rows by `\(x)` first, or choose another `x`")
    }
    let across = Greek.spelling(of: x)
    var label = across
    if case .some(.date(let seconds)) = table[x] {
      label += ", days since \(Moment(seconds: firstMoment(seconds)))"
    }
    let along = y.map { Greek.spelling(of: $0) }.joined(separator: ", ")
    return Figure(
      title: "\(along) by \(across)" + (by.map { " and \(Greek.spelling(of: $0))" } ?? ""),
      x: .init(label, categories: categories), y: .init(along), series: series)
  }

  /// Whole numbers that are all different are days, weeks or counts: one line, in whatever order the rows came.
  private static func inOrder(_ points: [Point], categories: [String]) -> [Point] {
    let places = points.map(\.x)
    guard categories.isEmpty, places.allSatisfy({ $0 == $0.rounded() }),
      Set(places).count == places.count
    else { return points }
    return points.sorted { $0.x < $1.x }
  }

  private static func mark(_ points: [Point], categories: [String]) -> Mark {
    guard categories.isEmpty else { return .bars }
    let rises = zip(points, points.dropFirst()).allSatisfy { $0.x < $1.x }
    guard rises else { return .points }
    return points.count > 60 ? .line : .lineAndPoints
  }

  private static func positions(
    _ table: Table, _ name: String
  ) throws -> (xs: [Double], categories: [String]) {
    switch table[name] {
    case .some(.number(let values)): return (values, [])
    case .some(.text(let column)):
      return (column.codes.map { $0 < 0 ? .nan : Double($0) }, column.levels)
    case .some(.boolean(let values)): return (values.map { $0 ? 1 : 0 }, ["false", "true"])
    case .some(.date(let seconds)):
      let first = firstMoment(seconds)
      return (seconds.map { ($0 - first) / Moment.secondsOfDay }, [])
    case .none: throw OperatorError.argument("x", "no column `\(name)`")
    }
  }

  private static func firstMoment(_ seconds: [Double]) -> Double {
    seconds.filter { !$0.isNaN }.min() ?? 0
  }

  private static func groups(
    _ table: Table, _ name: String?
  ) throws -> [(name: String, rows: [Int])] {
    guard let name else { return [("", Array(0..<table.rowCount))] }
    let names: [String]
    switch table[name] {
    case .some(.text(let column)):
      names = column.codes.map { $0 < 0 ? NumberText.missing : column.levels[Int($0)] }
    case .some(.boolean(let values)): names = values.map { "\(name) \($0)" }
    case .some(.number(let values)):
      names = values.map { "\(name) \(NumberText.display($0))" }
    case .some(.date(let seconds)): names = seconds.map { "\(Moment(seconds: $0))" }
    case .none: throw OperatorError.argument("by", "no column `\(name)`")
    }
    var order: [String] = []
    var rows: [String: [Int]] = [:]
    for (row, name) in names.enumerated() {
      if rows[name] == nil { order.append(name) }
      rows[name, default: []].append(row)
    }
    guard order.count <= mostSeries else {
      throw OperatorError.argument(
        "by", "`\(name)` has \(order.count) different values, a figure takes \(mostSeries)")
    }
    return order.map { ($0, rows[$0] ?? []) }
  }
}
