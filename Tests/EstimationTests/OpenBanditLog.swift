// The reduced Open Bandit Dataset (Tests/data/open-bandit) as a log of decisions, and policies for it that are
// written down by hand, so that what they bring can be computed apart from this program.
//
// The price of an item, (item mod 7 + 1)/10, is made up: the data have no costs.

import Data
import Estimation
import Foundation
import Testing

struct OpenBanditLog {
  var dataset: Dataset
  var behaviour: BehaviourModel
  /// By decision: place on the page, and the customer's traits as numbers from 0.
  var positions: [Int]
  var traits: [[Int]]

  init(_ name: String) throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../data/open-bandit/\(name).csv").path
    let read = try Table.read(path: path)
    func numbers(_ name: String) throws -> [Double] {
      let place = try #require(read.names.firstIndex(of: name))
      guard case .number(let values) = read.columns[place] else { return [] }
      return values
    }
    let prices = try numbers("item").map { ($0.truncatingRemainder(dividingBy: 7) + 1) / 10 }
    let table = Table(names: read.names + ["price"], columns: read.columns + [.number(prices)])
    dataset = try Dataset(
      table: table,
      roles: DatasetRoles(
        user: "decision", time: "decision", state: ["position", "trait_0", "trait_1"],
        action: "item", reward: "click", cost: "price", propensities: .logged("propensity"),
        end: .terminated))
    behaviour = BehaviourModel(known: dataset.loggedPropensities ?? [])
    let dataset = dataset
    func column(_ place: Int) -> [Int] {
      (0..<dataset.count).map { row in
        let value = Int(dataset.states[row * dataset.width + place])
        guard case .category(let levels) = dataset.stateKinds[place] else { return value }
        return Int(levels[value].utf8.first ?? 0) - 97
      }
    }
    positions = column(0)
    traits = [column(1), column(2)]
  }

  func table(_ decisions: Decisions) -> PolicyTable {
    PolicyTable(
      name: "by hand", lambdas: [0], dependsOnLambda: false, decisions: [decisions],
      levelCount: dataset.levels.count)
  }

  func constant(_ item: Int) -> PolicyTable {
    table(.levels([Int32](repeating: Int32(item), count: dataset.stateCount)))
  }

  /// An item by the place on the page and two traits.
  var byContext: PolicyTable {
    let items = (0..<dataset.stateCount).map { row -> Int32 in
      let place = 11 * (positions[row] - 1) + 3 * traits[0][row] + traits[1][row]
      return Int32(place % 34)
    }
    return table(.levels(items))
  }

  /// Items in proportion to 1 + (item + position) mod 5.
  var leaning: PolicyTable {
    probabilities { position in (0..<34).map { Double(1 + ($0 + position) % 5) } }
  }

  var even: PolicyTable { probabilities { _ in dataset.levels.map { _ in 1 } } }

  /// Items as often as another log showed them at that place on the page.
  func sampled(_ other: String) throws -> PolicyTable {
    let other = try OpenBanditLog(other)
    var counts = [[Double]](
      repeating: [Double](repeating: 0, count: dataset.levels.count), count: 4)
    for row in 0..<other.dataset.count {
      counts[other.positions[row]][Int(other.dataset.actions[row])] += 1
    }
    return probabilities { counts[$0] }
  }

  /// Items in proportion to weights that depend on the place on the page.
  func probabilities(_ weights: (_ position: Int) -> [Double]) -> PolicyTable {
    let rows = (0...3).map { position -> [Float] in
      let row = weights(position)
      let sum = row.reduce(0, +)
      return row.map { Float(sum > 0 ? $0 / sum : 0) }
    }
    return table(.probabilities((0..<dataset.stateCount).flatMap { rows[positions[$0]] }))
  }
}
