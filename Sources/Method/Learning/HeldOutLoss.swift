// How well an imitation model foresees what users did whom it has not seen: cross-entropy on their rows, with
// its standard error over users, because decisions of one user are alike.

package import Compute
package import Data

package struct HeldOutLoss {
  /// All states, and (n) where those of the rows are: a copy would be a good part of a log.
  private let states: StateMatrix
  private let rows: [Int32]
  private let levels: Int
  /// (n, A) what happened, or the known probabilities.
  private let wanted: [Float]
  /// (n) user codes; rows of a user are consecutive.
  private let users: [Int32]

  /// How many users: of few nothing can be told.
  let userCount: Int

  /// `nil` when nobody was held out. `rows` are decisions of held-out users, each user's together.
  package init?(_ dataset: Dataset, _ all: StateMatrix, _ rows: [Int32]) {
    guard !rows.isEmpty else { return nil }
    levels = dataset.levels.count
    var wanted = [Float](repeating: 0, count: rows.count * levels)
    for (index, row) in rows.enumerated() {
      let row = Int(row)
      if let known = dataset.propensities {
        for level in 0..<levels { wanted[index * levels + level] = known[row * levels + level] }
      } else {
        wanted[index * levels + Int(dataset.actions[row])] = 1
      }
    }
    self.wanted = wanted
    states = all
    self.rows = rows
    users = rows.map { dataset.users[Int($0)] }
    userCount = Set(users).count
  }

  var count: Int { users.count }

  /// Means of the encoded inputs.
  var means: [Float] {
    var sums = [Double](repeating: 0, count: states.width)
    for start in stride(from: 0, to: count, by: Self.block) {
      let part = rows[start..<min(count, start + Self.block)].map { Int($0) }
      for (index, value) in states.rows(part).values.enumerated() {
        sums[index % states.width] += Double(value)
      }
    }
    return sums.map { Float($0 / Double(count)) }
  }

  private static let block = 4_096

  func loss(_ network: HeadNetwork) -> Double {
    rowLosses(network).reduce(0, +) / Double(count)
  }

  /// (n)
  func rowLosses(_ network: HeadNetwork) -> [Double] {
    let logs = GenerativeModel(network: network).logProbabilities(states, rows: rows)
    return (0..<count).map { row in
      var sum = 0.0
      for index in (row * levels)..<((row + 1) * levels) where wanted[index] > 0 {
        sum -= Double(wanted[index]) * Double(logs[index])
      }
      return sum
    }
  }

  /// What `losses` lie above `others` on average, and its standard error over users.
  package func excess(_ losses: [Double], over others: [Double]) -> (
    mean: Double, standardError: Double
  ) {
    var total = 0.0
    var squares = 0.0
    var own = 0.0
    var groups = 0.0
    for row in 0..<count {
      own += losses[row] - others[row]
      guard row + 1 == count || users[row + 1] != users[row] else { continue }
      total += own
      squares += own * own
      groups += 1
      own = 0
    }
    let spread = max(0, squares - total * total / groups).squareRoot()
    return (total / Double(count), spread / Double(count))
  }
}
