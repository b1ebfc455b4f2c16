// Decisions of users to learn from, and of others to judge by. Nobody is in both: a model finds its own users'
// decisions likelier than they were.

import Compute
package import Data

package struct UserSplit: Sendable {
  /// Rows to train on and rows of held-out users.
  package private(set) var train: [Int32]
  package private(set) var heldOut: [Int32]
  private let dataset: Dataset
  /// Codes of the held-out users, in the order in which they were drawn.
  private var drawn: [Int32] = []

  /// With one user, or a share of 0, nobody is held out.
  package init(_ dataset: Dataset, heldOut share: Double, seed: UInt64) {
    self.dataset = dataset
    train = (0..<dataset.count).map(Int32.init)
    heldOut = []
    var present = Set(dataset.users).sorted()
    guard share > 0, present.count > 1 else { return }
    var random = RandomStream(seed: seed, stage: "generative.split")
    random.shuffle(&present)
    let count = max(1, Int((Double(present.count) * share).rounded()))
    drawn = Array(present.prefix(min(count, present.count - 1)))
    let out = Set(drawn)
    heldOut = train.filter { out.contains(dataset.users[Int($0)]) }
    train = train.filter { !out.contains(dataset.users[Int($0)]) }
  }

  /// Those of `rows` that belong to held-out users, as they come; of too many, all decisions of users in the order of
  /// the draw, until `decisions` of at least `users` of them are reached.
  package func sample(of rows: [Int32], decisions: Int, users: Int) -> [Int32] {
    var counts: [Int32: Int] = [:]
    for row in rows { counts[dataset.users[Int(row)], default: 0] += 1 }
    var taken: Set<Int32> = []
    var sum = 0
    for user in drawn where sum < decisions || taken.count < users {
      guard let count = counts[user] else { continue }
      taken.insert(user)
      sum += count
    }
    return rows.filter { taken.contains(dataset.users[Int($0)]) }
  }
}
