// What passes between data, simulator and policies: a batch of raw states going in, decisions coming
// out. It lives in Data because the simulator and the learners may not know each other.

/// Raw states by column name, so that a policy can find the columns that it was trained on.
public struct StateBatch: Sendable {
  public var names: [String]
  public var kinds: [StateKind]
  /// (count, names.count) row-major, as in `Dataset.states`.
  public var values: [Float]
  public var count: Int

  public init(names: [String], kinds: [StateKind], values: [Float], count: Int) {
    precondition(values.count == names.count * count, "one value per row and column")
    self.names = names
    self.kinds = kinds
    self.values = values
    self.count = count
  }
}

/// A policy's answer for a batch of states.
public enum Decisions: Sendable, Hashable {
  /// (count) the level of each state.
  case levels([Int32])
  /// (count, A) row-major probabilities of a stochastic policy.
  case probabilities([Float])
}

extension Dataset {
  /// All states, decisions first.
  public var stateBatch: StateBatch {
    StateBatch(names: stateNames, kinds: stateKinds, values: states, count: stateCount)
  }
}
