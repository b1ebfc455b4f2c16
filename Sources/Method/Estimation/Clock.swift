// Functions of the time of a decision, for logs that end: what is left to come depends on how much time is
// left. Hat functions between knots, one for each distinct time where the log is large enough, so that
// nothing is assumed about how a value changes from day to day; fewer where it is not. Without an end
// time does not matter and there is one constant. Where a policy reads a few categories that change, every
// one of their combinations (a cell) has functions of its own, and a small process is tabulated.

import Data

struct Clock: Sendable {
  let width: Int
  /// Functions that are not zero at a time.
  let active: Int
  /// (m, active)
  let places: [Int32]
  let values: [Double]

  private static let mostKnots = 40
  /// Decisions that a knot should have.
  private static let rowsPerKnot = 60

  /// - Parameter cells: (m) a cell for every state, of `cellCount`; `nil` for one.
  init(
    times: [Double], ends: Bool, rowsPerStratum: Int, cells: [Int32]? = nil, cellCount: Int = 1
  ) {
    let distinct = Set(times).sorted()
    let room = max(3, Self.room(rowsPerStratum, cells: cellCount))
    let count = min(distinct.count, Self.mostKnots, room)
    guard ends, count > 1 else {
      (width, active) = (cellCount, 1)
      places = cells ?? [Int32](repeating: 0, count: times.count)
      values = [Double](repeating: 1, count: times.count)
      return
    }
    let knots = Self.knots(distinct, count: count)
    let isExact = knots.count == distinct.count
    width = knots.count * cellCount
    active = isExact ? 1 : 2
    var places = [Int32](repeating: 0, count: times.count * active)
    var values = [Double](repeating: 0, count: times.count * active)
    for (state, time) in times.enumerated() {
      let offset = knots.count * Int(cells?[state] ?? 0)
      var low = 0
      var high = knots.count - 1
      while low < high {
        let middle = (low + high + 1) / 2
        if knots[middle] <= time { low = middle } else { high = middle - 1 }
      }
      guard !isExact else {
        places[state] = Int32(offset + low)
        values[state] = 1
        continue
      }
      let left = min(low, knots.count - 2)
      let share = (time - knots[left]) / (knots[left + 1] - knots[left])
      places[2 * state] = Int32(offset + left)
      values[2 * state] = 1 - share
      places[2 * state + 1] = Int32(offset + left + 1)
      values[2 * state + 1] = share
    }
    self.places = places
    self.values = values
  }

  /// Knots that each of `cells` cells has decisions for.
  static func room(_ rows: Int, cells: Int) -> Int { rows / (rowsPerKnot * max(cells, 1)) }

  /// Knots that a cell should have decisions for, where there are so many times. Fewer were enough to fit and not
  /// to be right: three columns of counts, tabulated on 1,000 customers, moved a cost of 39 by 50.
  static func leastKnots(times: Int, ends: Bool) -> Int { ends ? min(6, times) : 1 }

  /// Decisions in a stratum that so many knots need.
  static func leastDecisions(knots: Int) -> Int { rowsPerKnot * knots }

  /// Evenly over the distinct times, and always the last two: a month's last day is unlike the others.
  private static func knots(_ distinct: [Double], count: Int) -> [Double] {
    guard count < distinct.count else { return distinct }
    let last = distinct.count - 1
    var chosen = Set((0..<count).map { $0 * last / (count - 1) })
    chosen.insert(last - 1)
    return chosen.sorted().map { distinct[$0] }
  }
}
