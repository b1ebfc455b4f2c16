// Every setting of the learners, with the recipe as default: it was tuned on the coupon market, where
// a small network, squared loss, shrinkage of inputs and a support model stopped on held-out users are
// each worth more than size and steps.

import Compute

/// The imitation model G(a|s) that says which levels the log supports.
public struct GenerativeSettings: Sendable, Hashable, Codable {
  public var hidden: [Int] = [64]
  /// At most so many steps.
  public var steps = 6_000
  public var batch = 1_000
  public var learningRate = 3e-4
  /// Weight of the mean squared logit in the loss.
  public var penalty = 0.01
  /// Share of *users* held out for the early stop; 0 trains to the last step on everything.
  public var heldOut = 0.1
  /// Steps between looks at the held-out loss.
  public var checkEvery = 100
  /// Stop after so many steps without improvement.
  public var patience = 500

  public init() {}
}

public struct Configuration: Sendable, Hashable, Codable {
  /// Which learner: one path with switches, see `Configuration.resolved`.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Random-mixture batch-constrained Q-learning.
    case rbcq
    /// One head, support filter (Fujimoto et al., 2019).
    case bcq
    /// Mixed heads without a support filter (Agarwal et al., 2020).
    case rem
    /// One head, conservative loss, no support filter (Kumar et al., 2020).
    case cql
    /// One head on the reward and cost of the decision itself: no future.
    case greedy
  }

  /// How values depend on the level.
  public enum Basis: Sendable, Hashable, Codable {
    /// So many Legendre polynomials of the level's value; free where levels have no order.
    case smooth(Int)
    /// One output per level.
    case free
  }

  public enum Target: Sendable, Hashable, Codable {
    case polyak(Double)
    case copy(every: Int)
  }

  public enum LossKind: String, Sendable, Hashable, Codable, CaseIterable {
    case squared
    case huber
  }

  /// What may be picked on held-out users instead of being told: see `Tuner`.
  public enum Choice: String, Sendable, Hashable, Codable, CaseIterable {
    case basis
    case shrinkage
    case network
    case steps
    case inputs
  }

  public var method: Method = .rbcq
  /// What is picked on held-out users; the values of the others are taken as they are.
  public var choices = Set(Choice.allCases)
  /// Share of users held out for these choices; 0 for none, and no choice.
  public var heldOut = 0.25
  /// K, mixed by random convex weights; 1 for `bcq` whatever is said here.
  public var heads = 10
  /// Widths of the ReLU layers.
  public var hidden = [64, 64]
  public var steps = 4_000
  public var batch = 1_000
  public var learningRate = 1e-3
  /// The rate falls to this along a cosine; nil keeps it constant.
  public var finalLearningRate: Double? = 1e-5
  /// Steps in which the rate rises from 0.
  public var warmup = 100
  /// Discount per time unit.
  public var gamma = 0.99
  /// How fast targets follow.
  public var target: Target = .polyak(0.03)
  /// τ: levels less likely than τ times the likeliest are not chosen.
  public var threshold = 0.3
  /// Strength of the group lasso on input columns; λ is exempt.
  public var shrinkage = 1.0
  public var basis: Basis = .smooth(4)
  public var loss: LossKind = .squared
  /// α of CQL(H), read by `cql` alone; nil for `defaultConservatism`.
  public var conservatism: Double?
  /// The last share of the steps whose weights are averaged into the policy; 0 for the last weights.
  public var averaging = 0.7
  /// Keep numbers inside the logged range.
  public var clip = false
  /// Give the network the directions in which many number columns vary together, as inputs beside them.
  public var pooling = true
  /// Learn what a coupon changes, relative to the value of the log's own policy: see `Potential`.
  public var shaping = true
  /// Learn the state's own level in a network of its own: see `StateLevel`.
  public var dueling = true
  public var seed: UInt64 = 1
  public var generative = GenerativeSettings()

  public init(method: Method = .rbcq) {
    self.method = method
  }

  /// The settings as published for R-BCQ (256-256, 10,000 steps, Adam 3e-4, Huber, free outputs; the
  /// imitation model trained as long, and not stopped). For comparison.
  public static var paper: Configuration {
    var settings = Configuration()
    settings.hidden = [256, 256]
    settings.steps = 10_000
    settings.learningRate = 3e-4
    settings.target = .polyak(0.005)
    settings.finalLearningRate = nil
    settings.warmup = 0
    settings.loss = .huber
    settings.basis = .free
    settings.choices = []
    settings.pooling = false
    settings.shaping = false
    settings.dueling = false
    settings.shrinkage = 0
    settings.averaging = 0
    settings.generative.hidden = [256, 256]
    settings.generative.steps = 10_000
    settings.generative.heldOut = 0
    return settings
  }

  /// Throws for the first setting outside its range.
  public func validate() throws(LearningError) {
    try require("heads", Double(heads), "between 1 and 1000", heads >= 1 && heads <= 1000)
    try Self.requireWidths("hidden", hidden)
    try require("steps", Double(steps), "at least 1", steps >= 1)
    try require("batch", Double(batch), "between 1 and 1000000", batch >= 1 && batch <= 1_000_000)
    try require("learning_rate", learningRate, "above 0", learningRate > 0 && learningRate.isFinite)
    if let last = finalLearningRate {
      try require("final_learning_rate", last, "at least 0", last >= 0 && last.isFinite)
    }
    try require("warmup", Double(warmup), "at least 0", warmup >= 0)
    try require("gamma", gamma, "between 0 and 1", gamma >= 0 && gamma <= 1)
    try require("threshold", threshold, "between 0 and 1", threshold >= 0 && threshold <= 1)
    try require("shrinkage", shrinkage, "at least 0", shrinkage >= 0 && shrinkage.isFinite)
    try require("averaging", averaging, "between 0 and 1", averaging >= 0 && averaging <= 1)
    try require("held_out", heldOut, "at least 0 and at most 0.5", heldOut >= 0 && heldOut <= 0.5)
    if let conservatism {
      try require(
        "alpha", conservatism, "at least 0", conservatism >= 0 && conservatism.isFinite)
    }
    switch target {
    case .polyak(let share):
      try require("target", share, "above 0 and at most 1", share > 0 && share <= 1)
    case .copy(let every): try require("target", Double(every), "at least 1", every >= 1)
    }
    if case .smooth(let functions) = basis {
      try require(
        "basis", Double(functions), "between 1 and 64", functions >= 1 && functions <= 64)
    }
    try validateGenerative()
  }

  private func validateGenerative() throws(LearningError) {
    let model = generative
    try Self.requireWidths("generative.hidden", model.hidden)
    try require("generative.steps", Double(model.steps), "at least 1", model.steps >= 1)
    try require(
      "generative.batch", Double(model.batch), "between 1 and 1000000",
      model.batch >= 1 && model.batch <= 1_000_000)
    try require(
      "generative.learning_rate", model.learningRate, "above 0",
      model.learningRate > 0 && model.learningRate.isFinite)
    try require(
      "generative.penalty", model.penalty, "at least 0",
      model.penalty >= 0 && model.penalty.isFinite)
    try require(
      "generative.held_out", model.heldOut, "at least 0 and below 1",
      model.heldOut >= 0 && model.heldOut < 1)
    try require(
      "generative.check_every", Double(model.checkEvery), "at least 1", model.checkEvery >= 1)
    try require("generative.patience", Double(model.patience), "at least 1", model.patience >= 1)
  }

  private func require(_ name: String, _ value: Double, _ expected: String, _ holds: Bool)
    throws(LearningError)
  {
    guard holds else { throw .setting(name: name, value: value, expected: expected) }
  }

  private static func requireWidths(_ name: String, _ widths: [Int]) throws(LearningError) {
    guard !widths.isEmpty else {
      throw .setting(name: name, value: 0, expected: "a list of at least one layer width")
    }
    for width in widths where width < 1 || width > 8192 {
      throw .setting(name: name, value: Double(width), expected: "widths between 1 and 8192")
    }
  }

  var valueSettings: ValueSettings {
    let schedule: OptimiserSettings.Schedule
    if let last = finalLearningRate { schedule = .cosine(to: last) } else { schedule = .constant }
    let update: TargetUpdate
    switch target {
    case .polyak(let share): update = .polyak(share)
    case .copy(let every): update = .copy(every: every)
    }
    return ValueSettings(
      optimiser: OptimiserSettings(
        steps: steps, learningRate: learningRate, schedule: schedule, warmup: warmup,
        shrinkage: shrinkage, averaging: averaging), target: update,
      loss: loss == .huber ? .huber : .squared, mixesHeads: true,
      conservatism: method == .cql ? conservatism ?? Self.defaultConservatism : 0)
  }
}
