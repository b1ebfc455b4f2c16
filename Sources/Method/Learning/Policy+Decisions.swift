// Asking a policy. A whole λ grid is asked at once: the states are encoded, their support and the
// first layer's product are computed once, and each λ adds its own part.

import Compute
public import Data

extension Policy {
  /// The decisions of `batch` at one λ, which policies without λ ignore.
  public func decisions(_ batch: StateBatch, lambda: Double) throws(PolicyError) -> Decisions {
    try decisions(batch, lambdas: [lambda])[0]
  }

  /// The decisions of `batch` at every λ, in order.
  public func decisions(_ batch: StateBatch, lambdas: [Double]) throws(PolicyError)
    -> [Decisions]
  {
    let conditions = try conditions(lambdas)
    func same(_ decisions: Decisions) -> [Decisions] { lambdas.map { _ in decisions } }
    switch rule {
    case .value(let network, let threshold):
      let states = try encoder.matrix(batch)
      let keep = generative?.keep(states, threshold: threshold)
      return network.greedy(states, conditions: conditions, keep: keep).map(Decisions.levels)
    case .imitate:
      guard let generative else { throw .noValues(name) }
      let states = try encoder.matrix(batch)
      return same(.levels(generative.network.greedy(states, conditions: [[]])[0]))
    case .constant(let level):
      return same(.levels([Int32](repeating: Int32(level), count: batch.count)))
    case .random:
      let share = 1 / Float(levels.count)
      return same(
        .probabilities([Float](repeating: share, count: batch.count * levels.count)))
    case .behaviour:
      guard let support = try support(batch) else { throw .noValues(name) }
      return same(.probabilities(support))
    case .segments(let plan):
      let segments = try plan.segments(of: batch)
      return lambdas.map { lambda in
        let choices = plan.choices(lambda: lambda)
        return .levels(segments.map { choices[$0] })
      }
    }
  }

  /// The decisions of `batch` at each user's own λ under `deployment`; `users` (n) are
  /// `Policy.userKey(name)`, and are needed by a mixture alone.
  public func decisions(_ batch: StateBatch, users: [Int]? = nil) throws(PolicyError)
    -> Decisions
  {
    switch deployment {
    case nil:
      guard !dependsOnLambda else { throw .usersNeeded }
      return try decisions(batch, lambda: 0)
    case .fixed(let lambda):
      return try decisions(batch, lambda: lambda)
    case .mixture(let low, let high, _, _):
      guard let users, users.count == batch.count else { throw .usersNeeded }
      let both = try decisions(batch, lambdas: [low, high])
      guard case .levels(var chosen) = both[0], case .levels(let other) = both[1] else {
        return both[0]
      }
      for (row, user) in users.enumerated() where lambda(forUser: user) != low {
        chosen[row] = other[row]
      }
      return .levels(chosen)
    }
  }

  /// (n, A) G(a|s); nil when the policy imitated nothing.
  public func support(_ batch: StateBatch) throws(PolicyError) -> [Float]? {
    guard let generative else { return nil }
    var values = generative.network.values(try encoder.matrix(batch))
    softmaxRows(&values, levels: levels.count)
    return values
  }

  /// Names of the inputs that G reads; nil when the policy imitated nothing.
  public var supportInputs: [String]? {
    guard let norms = generative?.network.inputNorms() else { return nil }
    let sources = encoder.sources
    let names = encoder.sourceNames
    return Set(norms.indices.filter { norms[$0] > 0 }.map { sources[$0] }).sorted()
      .map { names[$0] }
  }

  /// (n, A) values of all levels at λ, in units of reward, unsupported levels included. Levels of one state
  /// can be compared; what all of a state's levels share is left out where the policy was trained with
  /// `dueling` (values then sum to 0 over the levels) or with `shaping` (beyond the log's own policy).
  public func qValues(_ batch: StateBatch, lambda: Double) throws(PolicyError) -> [Float] {
    guard case .value(let network, _) = rule else { throw .noValues(name) }
    let condition = try conditions([lambda])[0]
    let values = network.values(try encoder.matrix(batch), condition: condition)
    let scale = Float(scale)
    return values.map { $0 * scale }
  }

  /// (n, A) 1 where the policy may choose the level.
  public func allowed(_ batch: StateBatch) throws(PolicyError) -> [UInt8] {
    guard case .value(_, let threshold) = rule, let generative else {
      return [UInt8](repeating: 1, count: batch.count * levels.count)
    }
    return generative.keep(try encoder.matrix(batch), threshold: threshold)
  }
}
