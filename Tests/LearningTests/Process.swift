// Small decision processes, written as transitions, so that a test can say by hand what their values
// are.

import Compute
import Data
import Learning

struct Transition {
  var user = 0
  var state: [Float]
  var action: Int
  var reward: Double
  var cost = 0.0
  var next: [Float]?
  var gap: Float = 1
  var terminated = false
}

/// Levels 0..<count with values 0, 1, 2, …
func levels(_ count: Int) -> [ActionLevel] {
  (0..<count).map { ActionLevel(label: "level \($0)", value: Double($0)) }
}

/// Every transition is a decision row; next states are rows without a decision.
func dataset(
  _ transitions: [Transition], levels count: Int, ordered: Bool = false, names: [String]? = nil,
  kinds: [StateKind]? = nil
) -> Dataset {
  let width = transitions[0].state.count
  var states = transitions.flatMap(\.state)
  var next: [Int32] = []
  for transition in transitions {
    guard let after = transition.next else {
      next.append(-1)
      continue
    }
    next.append(Int32(states.count / width))
    states += after
  }
  let rewards = transitions.map(\.reward)
  let users = (transitions.map(\.user).max() ?? 0) + 1
  return Dataset(
    stateNames: names ?? (0..<width).map { "x\($0)" },
    stateKinds: kinds ?? [StateKind](repeating: .number, count: width), states: states,
    levels: levels(count), levelsAreOrdered: ordered,
    actions: transitions.map { Int32($0.action) }, rewards: rewards, outcomes: rewards,
    outcomeName: "reward", costs: transitions.map(\.cost), next: next,
    gaps: transitions.map(\.gap), terminated: transitions.map(\.terminated),
    truncated: transitions.map { !$0.terminated && $0.next == nil },
    users: transitions.map { Int32($0.user) }, userNames: (0..<users).map { "user \($0)" },
    times: transitions.indices.map(Double.init),
    episodes: transitions.indices.map { $0..<($0 + 1) }, populationSize: users)
}

/// Settings for processes of a few states: plain, fast targets, no shrinkage.
func small(_ method: Configuration.Method = .rbcq) -> Configuration {
  var settings = Configuration(method: method)
  settings.heads = 3
  settings.hidden = [24]
  settings.steps = 1_200
  settings.batch = 64
  settings.learningRate = 5e-3
  settings.finalLearningRate = 1e-4
  settings.warmup = 20
  settings.target = .polyak(0.05)
  settings.threshold = 0
  settings.shrinkage = 0
  settings.choices = []
  settings.shaping = false
  settings.dueling = false
  settings.pooling = false
  settings.basis = .free
  settings.averaging = 0.3
  settings.generative.hidden = [16]
  settings.generative.steps = 400
  settings.generative.batch = 64
  settings.generative.learningRate = 5e-3
  return settings
}

func batch(_ states: [[Float]], names: [String]? = nil) -> StateBatch {
  let width = states[0].count
  return StateBatch(
    names: names ?? (0..<width).map { "x\($0)" },
    kinds: [StateKind](repeating: .number, count: width), values: states.flatMap { $0 },
    count: states.count)
}

func learn(_ data: Dataset, _ settings: Configuration, lambdas: [Double] = [0]) throws -> Policy {
  try Policy.learn(
    from: GeneralizedDataset(dataset: data, lambdas: LambdaGrid(lambdas)),
    configuration: settings)
}

func chosen(_ decisions: Decisions) -> [Int32] {
  if case .levels(let levels) = decisions { return levels }
  return []
}
