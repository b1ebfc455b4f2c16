// The direct method and its doubly robust correction on one-step logs, where nothing follows: the model is a
// ridge regression by folds, and the correction is that of bandits (Dudík, Langford and Li, 2011),
//
//   dr = mean of Σ_a π(a|s) Q(s, a) + π(a|s)/b(a|s) · (y − Q(s, a)).
//
// The numbers are printed by scripts/open-bandit-models.py, which does both in numpy from the formulas.

import Compute
import Data
import Estimation
import Testing

private struct Expected: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var log: String
  var policy: @Sendable (OpenBanditLog) -> PolicyTable
  /// Of clicks dm, dr and its standard error, then of the price.
  var numbers: [Double]

  init(
    _ name: String, _ log: String, _ numbers: [Double],
    policy: @escaping @Sendable (OpenBanditLog) -> PolicyTable
  ) {
    testDescription = "\(name), \(log)"
    self.log = log
    self.policy = policy
    self.numbers = numbers
  }
}

private let expected: [Expected] = [
  Expected(
    "item 0", "random-men",
    [
      0.00497403159591, 0.0133326868178, 0.0128890978455, 0.237408595309, 0.109828117547,
      0.0156775655281,
    ]
  ) { $0.constant(0) },
  Expected(
    "by context", "random-men",
    [
      0.00450629359771, 0.00941083238613, 0.0108533438888, 0.394891004659, 0.366073883353,
      0.0242719089705,
    ]
  ) { $0.byContext },
  Expected(
    "leaning", "bts-men",
    [
      0.00686840263787, 0.00310140460156, 0.00168196134221, 0.469816092209, 0.40085629015,
      0.0113730325325,
    ]
  ) { $0.leaning },
  Expected(
    "even", "bts-men",
    [
      0.00696644143284, 0.00361855104764, 0.00140804263057, 0.471958861386, 0.396424772037,
      0.0103786759911,
    ]
  ) { $0.even },
]

@Test("a model and its correction on one-step logs agree with numpy to 1e-9", arguments: expected)
private func openBanditModels(_ item: Expected) throws {
  let log = try OpenBanditLog(item.log)
  let table = item.policy(log)
  let nothing = StateMatrix(
    [Float](repeating: 0, count: log.dataset.stateCount), width: 1)
  func value(_ method: EstimationMethod) throws -> Evaluation {
    try estimate(
      table, from: log.dataset, encoded: nothing, behaviour: log.behaviour, by: method)
  }
  let (direct, corrected) = (try value(.direct), try value(.doublyRobust(.marginal)))
  // A state that is never left is in nobody's power: the weights of whole episodes are the same.
  let trajectory = try value(.doublyRobust(.trajectory))
  #expect(abs(trajectory.outcomes[0].value - corrected.outcomes[0].value) < 1e-9)
  let found = zip([direct.outcomes, direct.costs], [corrected.outcomes, corrected.costs]).flatMap {
    [$0[0].value, $1[0].value]
  }
  let places = [0, 1, 3, 4]
  for (value, place) in zip(found, places) {
    #expect(abs(value - item.numbers[place]) < 1e-9)
  }
  for (uncertainty, place) in zip(
    [corrected.outcomeUncertainty, corrected.costUncertainty], [2, 5])
  {
    let variance = try #require(uncertainty).covariance[0]
    #expect(abs(variance.squareRoot() - item.numbers[place]) < 1e-9)
  }
}
