// What the log's state columns are to a policy: traits of the user that never change, the clock, which runs
// whatever anybody does, and what decisions may move.

import Data

struct ColumnRoles: Sendable, Hashable {
  /// Never change within a user.
  var traits: [Int] = []
  /// Change as time does: the day, or the days since a customer signed up.
  var clocks: [Int] = []
  /// Everything else.
  var moved: [Int] = []

  init(_ dataset: Dataset) {
    let width = dataset.width
    for column in 0..<width {
      var isTrait = true
      var isClock = dataset.stateKinds[column] == .number
      var previous = -1
      for row in 0..<dataset.count {
        defer { previous = row }
        guard previous >= 0, dataset.users[row] == dataset.users[previous] else { continue }
        let change =
          Double(dataset.states[row * width + column])
          - Double(dataset.states[previous * width + column])
        let elapsed = dataset.times[row] - dataset.times[previous]
        if change != 0 { isTrait = false }
        if abs(change - elapsed) > 1e-3 * max(1, abs(elapsed)) { isClock = false }
        if !isTrait && !isClock { break }
      }
      if isTrait {
        traits.append(column)
      } else if isClock {
        clocks.append(column)
      } else {
        moved.append(column)
      }
    }
  }
}
