// What can go wrong between a dataset and a policy, with the values that a message needs.

public enum LearningError: Error, Sendable, Hashable {
  /// The dataset has no decisions.
  case emptyDataset
  /// No state column, or only categories without labels: there is nothing to decide by.
  case noState
  /// Every decision was cut off by the end of the log and has no next state to learn from.
  case nothingToLearnFrom(decisions: Int)
  /// The λ grid is empty, or holds this negative or non-finite value.
  case invalidLambda(Double?)
  /// A setting outside its range: `expected` reads like "at least 1".
  case setting(name: String, value: Double, expected: String)
  /// A reward or cost that is not a finite number.
  case notFinite(what: String, row: Int)
  /// Values grew beyond what any policy could earn.
  case diverged(step: Int, value: Double, limit: Double, advice: String)
  /// No level has this name or index.
  case unknownLevel(String, levels: [String])
}

extension LearningError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptyDataset:
      "the dataset has no decisions"
    case .noState:
      "the dataset has no state column to decide by"
    case .nothingToLearnFrom(let decisions):
      "none of the \(decisions) decisions has an outcome to learn from: each was cut off before its next state"
    case .invalidLambda(nil):
      "the lambda grid is empty"
    case .invalidLambda(let value?):
      "lambda must be a finite number of at least 0, found \(value)"
    case .setting(let name, let value, let expected):
      "`\(name)` must be \(expected), found \(value)"
    case .notFinite(let what, let row):
      "the \(what) of decision \(row) is not a finite number"
    case .diverged(let step, let value, let limit, let advice):
      "training diverged at step \(step): a value of \(value) is beyond the \(limit) that any policy could reach; \(advice)"
    case .unknownLevel(let name, let levels):
      "no level `\(name)`; the levels are \(levels.joined(separator: ", "))"
    }
  }
}

/// Why a policy cannot answer for a batch of states.
public enum PolicyError: Error, Sendable, Hashable {
  /// A column that the policy was trained on is not in the batch.
  case missingColumn(String, found: [String])
  /// Trained on a category and given numbers, or the other way round.
  case differentKind(column: String, expectedCategory: Bool)
  /// A missing or infinite number.
  case notFinite(column: String, row: Int)
  /// λ outside the range that the policy was trained on.
  case lambdaOutOfRange(Double, low: Double, high: Double)
  /// A mixture of two λ needs to know which user each state belongs to.
  case usersNeeded
  /// This policy has no values: it follows a rule.
  case noValues(String)
  /// Learned with other coupon levels.
  case differentLevels([String], found: [String])
  /// One coupon for everybody that is not among the levels.
  case noSuchLevel(String, levels: [String])
}

extension PolicyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingColumn(let name, let found):
      "the policy needs the column `\(name)`; found \(found.joined(separator: ", "))"
    case .differentKind(let column, let expectedCategory):
      "the policy was trained on `\(column)` as \(expectedCategory ? "a category" : "a number")"
    case .notFinite(let column, let row):
      "`\(column)` has no finite value in row \(row)"
    case .lambdaOutOfRange(let value, let low, let high):
      "lambda \(value) is outside the range \(low)…\(high) that the policy was trained on"
    case .usersNeeded:
      "a mixture of two λ needs to know which user each state belongs to: give the `user`"
    case .noValues(let name):
      "the policy `\(name)` follows a rule and has no values"
    case .differentLevels(let known, let found):
      "the policy was learned with the coupon levels \(known.joined(separator: ", ")), found \(found.joined(separator: ", "))"
    case .noSuchLevel(let label, let levels):
      "no coupon level \(label); the levels are \(levels.joined(separator: ", "))"
    }
  }
}
