// Users of one kind, fitted apart: every combination of the traits that never change, such as a recorded
// type. Rare combinations share one stratum.

import Data

struct Strata: Sendable {
  /// (m) the stratum of every state.
  let codes: [Int32]
  let count: Int
  /// The columns that make them.
  let columns: [Int]

  /// Fewer users than this, or than 2% of all, do not make a stratum of their own.
  static let leastUsers = 60
  private static let mostValues = 6
  private static let most = 12

  /// `traits` are the columns that never change within a user.
  init(_ dataset: Dataset, owners: StateOwners, traits: [Int]) {
    let width = dataset.width
    let users = owners.firstRows.indices.filter { owners.firstRows[$0] >= 0 }
    func value(_ column: Int, _ user: Int) -> Float {
      dataset.states[Int(owners.firstRows[user]) * width + column]
    }
    let columns = traits.filter { column in
      if case .category = dataset.stateKinds[column] { return true }
      return Set(users.map { value(column, $0) }).count <= Self.mostValues
    }
    let keys = Dictionary(
      uniqueKeysWithValues: users.map { user in (user, columns.map { value($0, user) }) })
    var sizes: [[Float]: Int] = [:]
    for key in keys.values { sizes[key, default: 0] += 1 }
    let least = max(Self.leastUsers, users.count / 50)
    let kept = sizes.filter { $0.value >= least }
      .sorted {
        $0.value != $1.value
          ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
      }
      .prefix(Self.most).map(\.key)
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, Int32($0)) })
    let others = Int32(kept.count)
    codes = owners.users.map { user in keys[Int(user)].flatMap { places[$0] } ?? others }
    let hasOthers = users.contains { user in keys[user].flatMap { places[$0] } == nil }
    count = kept.count + (hasOthers || kept.isEmpty ? 1 : 0)
    self.columns = columns
  }
}
