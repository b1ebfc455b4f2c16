// One-step logs of a fashion shop with their true propensities (Open Bandit Dataset, see
// Tests/data/open-bandit). The numbers were computed apart from this program, in numpy with doubles, from
// the same files and propensities rounded to single precision:
//
//   w = π/b; ips = mean(w·y), its error std(w·y)/√n; snips = R = Σwy/Σw, its error
//   std(R + (w/mean w)(y − R))/√n, std with n − 1; effective = (Σw)²/Σw²

import Data
import Estimation
import Testing

/// Values and standard errors of clicks by `ips` and `snips`, then of the price by both; without numbers, no
/// estimator has one.
private struct Expected: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var log: String
  var policy: @Sendable (OpenBanditLog) throws -> PolicyTable
  var effective: Double
  var numbers: [Double]
  var clip: Double?

  init(
    _ name: String, _ log: String, _ effective: Double, _ numbers: [Double] = [],
    clip: Double? = nil, policy: @escaping @Sendable (OpenBanditLog) throws -> PolicyTable
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
    "even, clipped", "bts-men", 1350.064799480147,
    [
      0.00300862630986, 0.000773935452877, 0.00348962841613, 0.000900229898476,
      0.337131486883, 0.00915154567388, 0.391030156435, 0.00505087348252,
    ], clip: 20
  ) { $0.even },
  // Thompson sampling's own choices by place, from random impressions.
  Expected(
    "as sampled", "random-men", 2869.2753026029054,
    [
      0.00565626671712, 0.00139759953767, 0.00573986475714, 0.00141530875204,
      0.437146151931, 0.00901934087694, 0.443607049786, 0.00450538496742,
    ]
  ) { try $0.sampled("bts-men") },
  Expected(
    "as sampled", "random-women", 3491.957590099716,
    [
      0.00580569166795, 0.00120475561471, 0.00583303608113, 0.00120878279806,
      0.3917306535, 0.00644130231863, 0.393575678254, 0.00343166779749,
    ]
  ) { try $0.sampled("bts-women") },
  // It showed an item with probability 1e-6 once, whose weight is 1/46 of a million: 10,000 rows count as two.
  Expected("even", "bts-women", 2.0778226907601796) { $0.even },
  // 52 impressions without a click are no rate of 0 without error.
  Expected("item 33", "bts-men", 14.14340392878845) { $0.constant(33) },
]

@Test(
  "one-step logs with known propensities agree with numpy to 1e-9, and few effective rows are no support",
  arguments: expected)
private func openBandit(_ item: Expected) throws {
  let log = try OpenBanditLog(item.log)
  #expect(log.dataset.count == 10_000)
  var settings = ImportanceSettings()
  settings.clip = item.clip
  let table = try item.policy(log)
  var found: [Double?] = []
  let isRefused = item.numbers.isEmpty
  for estimator in isRefused ? ImportanceEstimator.allCases : [.ips, .snips] {
    let value = try importance(
      estimator, table, from: log.dataset, behaviour: log.behaviour, settings: settings)
    #expect(abs(value.support[0].effectiveUsers / item.effective - 1) < 1e-9)
    found += [value.outcome(0), value.outcomeError(0), value.cost(0), value.costError(0)]
  }
  guard !isRefused else {
    #expect(found.allSatisfy { $0 == nil })
    return
  }
  let inOrder = [0, 1, 4, 5, 2, 3, 6, 7].map { found[$0] ?? .nan }
  for (value, expected) in zip(inOrder, item.numbers) { #expect(abs(value - expected) < 1e-9) }
}

@Test(
  "the click rate of Thompson sampling, estimated from random impressions, agrees with its own log",
  arguments: [("men", 0.0069), ("women", 0.0046)])
func thompsonFromRandom(campaign: String, logged: Double) throws {
  let random = try OpenBanditLog("random-\(campaign)")
  let sampled = try OpenBanditLog("bts-\(campaign)").dataset
  let value = try importance(
    .ips, random.sampled("bts-\(campaign)"), from: random.dataset, behaviour: random.behaviour)
  let own = sampled.outcomes.reduce(0, +) / Double(sampled.count)
  #expect(abs(own - logged) < 1e-12)
  #expect(abs((value.outcome(0) ?? .nan) - own) < 1.96 * (value.outcomeError(0) ?? .nan))
}
