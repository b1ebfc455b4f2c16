// At the ends of a λ grid a policy often decides alike at several λ. Told by different one-hots, one
// critic would fit the same policy several times from a share of the batches each, and disagree with
// itself; so equal entries are fitted once and read everywhere.

import Data

extension PolicyTable {
  /// The table with one entry for every different policy, at the mean of its λ, and for each of the
  /// original entries the entry that stands for it.
  func distinct() -> (table: PolicyTable, places: [Int]) {
    var firsts: [Int] = []
    var members: [[Double]] = []
    var places: [Int] = []
    for (index, lambda) in lambdas.enumerated() {
      if let place = firsts.firstIndex(where: { decisions[$0] == decisions[index] }) {
        places.append(place)
        members[place].append(lambda)
      } else {
        places.append(firsts.count)
        firsts.append(index)
        members.append([lambda])
      }
    }
    var table = selecting(firsts)
    table.lambdas = members.map { $0.reduce(0, +) / Double($0.count) }
    return (table, places)
  }
}
