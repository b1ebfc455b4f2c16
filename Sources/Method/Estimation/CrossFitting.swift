// Five parts of a log's users, and what the log's own policy would have done by models that were each fitted
// without one part. Whoever is judged by a model must not have shaped it (cross-fitting: Chernozhukov et
// al., 2018): a model of behaviour remembers its own users' coupons, finds them likelier than they were, and
// weighs them too little.

package import Compute
package import Data
import Learning

package enum UserFolds {
  package static let count = 5

  /// By user code (`slots` of them) its part: users in an order that their names and the seed decide, dealt
  /// out in turn.
  package static func assigned(_ log: Dataset, slots: Int, seed: UInt64) -> [Int] {
    let keys = (0..<slots).map { user -> UInt64 in
      let name = user < log.userNames.count ? log.userNames[user] : "\(user)"
      return mixed(stableHash(name) ^ mixed(seed &+ 0x5851_F42D_4C95_7F2D))
    }
    let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var folds = [Int](repeating: 0, count: slots)
    for (place, user) in order.enumerated() { folds[user] = place % count }
    return folds
  }
}

/// Models of the log's own policy, one for each part of its users, fitted to the others.
package struct CrossFittedBehaviour: Sendable {
  /// By user code.
  package var folds: [Int]
  /// (n, A) probabilities of every level by the model that has not seen the decision's user.
  package var all: [Float]
  /// By part (n): probability of the level that was given, by the model without that part's users.
  package var given: [[Float]]

  package init(folds: [Int], all: [Float], given: [[Float]]) {
    self.folds = folds
    self.all = all
    self.given = given
  }

  /// `nil` when the decisions are all of one part, as with a single user: then nobody is left to fit to.
  package init?(_ log: Dataset, seed: UInt64, _ progress: Compute.Progress) throws {
    let slots = max(log.userNames.count, Int(log.users.max() ?? -1) + 1)
    let folds = UserFolds.assigned(log, slots: slots, seed: seed)
    let present = Set(log.users.map { folds[Int($0)] })
    guard present.count > 1 else { return nil }
    let levels = log.levels.count
    self.folds = folds
    all = [Float](repeating: 0, count: log.count * levels)
    given = [[Float]](repeating: [], count: UserFolds.count)
    // One to a core: a model is small, and nothing has to be waited for.
    let fitted = present.sorted()
    let fits = try parallelMap(fitted.count) { place -> [Float]? in
      let others = log.subset { folds[$0] != fitted[place] }
      let model = try Policy.behaviour(
        of: others, seed: seed, progress: place == 0 ? progress : progress.silent)
      return try model.support(log.stateBatch)
    }
    for (fold, values) in zip(fitted, fits) {
      guard let values else { return nil }
      given[fold] = (0..<log.count).map { values[$0 * levels + Int(log.actions[$0])] }
      for row in 0..<log.count where folds[Int(log.users[row])] == fold {
        for place in (row * levels)..<((row + 1) * levels) { all[place] = values[place] }
      }
    }
    // A part without a decision: nothing is judged by its model.
    for fold in given.indices where given[fold].isEmpty {
      given[fold] = (0..<log.count).map { all[$0 * levels + Int(log.actions[$0])] }
    }
  }
}
