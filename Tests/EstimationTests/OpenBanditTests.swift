// One-step logs of a fashion shop with their true propensities (Open Bandit Dataset, see
// Tests/data/open-bandit). The numbers were computed apart from this program, in numpy with doubles, from
// the same files and propensities rounded to single precision:
//
//   w = π/b; ips = mean(w·y), its error std(w·y)/√n; snips = R = Σwy/Σw, its error
//   std(R + (w/mean w)(y − R))/√n, std with n − 1; effective = (Σw)²/Σw²
//
// The price of an item, (item mod 7 + 1)/10, is made up: the data have no costs.

import Data
import Estimation
import Foundation
import Learning
import Testing

private struct Log {
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

/// Values and standard errors of clicks by `ips` and `snips`, then of the price by both.
private struct Expected: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var log: String
  var policy: @Sendable (Log) -> PolicyTable
  var effective: Double
  var numbers: [Double]
  var clip: Double?

  init(
    _ name: String, _ log: String, _ effective: Double, _ numbers: [Double], clip: Double? = nil,
    policy: @escaping @Sendable (Log) -> PolicyTable
  ) {
    testDescription = "\(name), \(log)"
    self.log = log
    self.policy = policy
    self.effective = effective
    self.numbers = numbers
    self.clip = clip
  }
}

private let expected: [Expected] = [
  Expected(
    "item 0", "random-men", 272,
    [
      0.0135999999493, 0.00679897979613, 0.0147058823529, 0.00729904014741,
      0.0924799996555, 0.0055309134718, 0.1, 0,
    ]
  ) { $0.constant(0) },
  Expected(
    "item 9", "random-men", 290,
    [
      0.00339999998733, 0.00339999998733, 0.00344827586207, 0.00344249755392,
      0.295799998898, 0.0171171122965, 0.3, 0,
    ]
  ) { $0.constant(9) },
  Expected(
    "by context", "random-men", 292,
    [
      0.010199999962, 0.00588838373817, 0.0102739726027, 0.00590142629417,
      0.358359998665, 0.024634010838, 0.36095890411, 0.0135074359206,
    ]
  ) { $0.byContext },
  Expected(
    "leaning", "random-men", 8215.797077115834,
    [
      0.00455911133472, 0.000734407744822, 0.00455516622417, 0.000733552029443,
      0.393899565125, 0.00288751107585, 0.393558714197, 0.00219020841518,
    ]
  ) { $0.leaning },
  Expected(
    "item 0", "bts-men", 63.38708819574624,
    [
      0.010608421453, 0.00735393481425, 0.0105246445779, 0.00733945674145,
      0.100796006691, 0.0126207111567, 0.1, 0,
    ]
  ) { $0.constant(0) },
  Expected(
    "by context", "bts-men", 64.33302150720301,
    [
      0.00356754107641, 0.00183690920349, 0.00408413799457, 0.00215569848214,
      0.34837042686, 0.0372171529098, 0.398816121818, 0.0315352722648,
    ]
  ) { $0.byContext },
  Expected(
    "leaning", "bts-men", 541.5968520325971,
    [
      0.00292708674223, 0.000857003565338, 0.00313200332416, 0.000924505340667,
      0.373004498024, 0.0197871379762, 0.399117426513, 0.00829221625796,
    ]
  ) { $0.leaning },
  Expected(
    "even", "bts-men", 655.7098564036808,
    [
      0.00300862630986, 0.000773935452877, 0.0031894231338, 0.000827864495209,
      0.374039966644, 0.017375752585, 0.396517081125, 0.00718711935126,
    ]
  ) { $0.even },
  Expected(
    "even", "bts-men", 1350.064799480147,
    [
      0.00300862630986, 0.000773935452877, 0.00348962841613, 0.000900229898476,
      0.337131486883, 0.00915154567388, 0.391030156435, 0.00505087348252,
    ], clip: 20
  ) { $0.even },
]

@Test("one-step logs with known propensities agree with numpy to 1e-9", arguments: expected)
private func openBandit(_ item: Expected) throws {
  let log = try Log(item.log)
  #expect(log.dataset.count == 10_000)
  #expect(log.dataset.levels.count == 34)
  var settings = ImportanceSettings()
  settings.clip = item.clip
  let table = item.policy(log)
  var found: [Double] = []
  for estimator in [ImportanceEstimator.ips, .snips] {
    let value = try importance(
      estimator, table, from: log.dataset, behaviour: log.behaviour, settings: settings)
    #expect(abs(value.support[0].effectiveUsers / item.effective - 1) < 1e-9)
    found += [value.outcome(0) ?? .nan, value.outcomeError(0) ?? .nan]
    found += [value.cost(0) ?? .nan, value.costError(0) ?? .nan]
  }
  let inOrder = [0, 1, 4, 5, 2, 3, 6, 7].map { found[$0] }
  for (value, expected) in zip(inOrder, item.numbers) { #expect(abs(value - expected) < 1e-9) }
}

@Test("one impression that was one in a million is no support: 10,000 rows count as two")
func rareImpression() throws {
  // Thompson sampling showed an item with probability 1e-6 once: its weight is 1/46 of a million.
  let log = try Log("bts-women")
  for estimator in ImportanceEstimator.allCases {
    let value = try importance(
      estimator, log.even, from: log.dataset, behaviour: log.behaviour)
    #expect(value.outcome(0) == nil)
    #expect(abs(value.support[0].effectiveUsers - 2.0778226907601796) < 1e-9)
  }
}

@Test("52 impressions without a click are no support for a rate of 0 without error")
func noClick() throws {
  let log = try Log("bts-men")
  let value = try importance(
    .ips, log.constant(33), from: log.dataset, behaviour: log.behaviour)
  #expect(value.outcome(0) == nil)
  #expect(value.support[0].agreeing == 52)
  #expect(abs(value.support[0].effectiveUsers - 14.14340392878845) < 1e-9)
}

@Test(
  "the click rate of Thompson sampling, estimated from random impressions, agrees with its own log",
  arguments: [
    ("men", 0.00565626671712, 0.00139759953767, 0.0069),
    ("women", 0.00580569166795, 0.00120475561471, 0.0046),
  ])
func thompsonFromRandom(campaign: String, ips: Double, error: Double, logged: Double) throws {
  let random = try Log("random-\(campaign)")
  let sampled = try Log("bts-\(campaign)")
  var counts = [[Double]](
    repeating: [Double](repeating: 0, count: random.dataset.levels.count), count: 4)
  for row in 0..<sampled.dataset.count {
    counts[sampled.positions[row]][Int(sampled.dataset.actions[row])] += 1
  }
  let policy = random.probabilities { counts[$0] }
  let value = try importance(
    .ips, policy, from: random.dataset, behaviour: random.behaviour)
  let outcome = try #require(value.outcome(0))
  #expect(abs(outcome - ips) < 1e-9)
  #expect(abs((value.outcomeError(0) ?? .nan) - error) < 1e-9)
  let own = sampled.dataset.outcomes.reduce(0, +) / Double(sampled.dataset.count)
  #expect(abs(own - logged) < 1e-12)
  #expect(abs(outcome - own) < 1.96 * error)
}
