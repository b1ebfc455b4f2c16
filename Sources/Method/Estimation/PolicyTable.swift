// What a policy does in every state of a log at every λ of a grid, computed once: a critic then never
// asks the policy again, and any policy, learned or written by hand, is evaluated the same way.

public import Data

public struct PolicyTable: Sendable {
  public var name: String
  /// L prices, distinct.
  public var lambdas: [Double]
  /// False when the policy is the same at every λ; there is one entry then.
  public var dependsOnLambda: Bool
  /// For every λ the decisions in all m states of the dataset, decisions' states first.
  public var decisions: [Decisions]
  /// A.
  public var levelCount: Int
  /// What the policy reads of what it moves; `nil` when that was not looked into, and it may read anything.
  public var movedInputs: MovedInputs?
  /// Share of the log's users that the policy was learned from, as far as that is known.
  public var learnedFrom = 0.0

  /// - Precondition: one entry for every λ, each with m levels in 0..<A or (m, A) probabilities.
  public init(
    name: String, lambdas: [Double], dependsOnLambda: Bool = true, decisions: [Decisions],
    levelCount: Int
  ) {
    precondition(lambdas.count == decisions.count, "decisions for every λ")
    precondition(dependsOnLambda || lambdas.count <= 1, "one entry without a λ")
    self.name = name
    self.lambdas = lambdas
    self.dependsOnLambda = dependsOnLambda
    self.decisions = decisions
    self.levelCount = levelCount
  }

  /// True when at least one λ's decisions are probabilities.
  var isStochastic: Bool {
    decisions.contains {
      switch $0 {
      case .levels: false
      case .probabilities: true
      }
    }
  }

  /// The same policy at some of its λ.
  package func selecting(_ kept: [Int]) -> PolicyTable {
    var result = self
    result.lambdas = kept.map { lambdas[$0] }
    result.decisions = kept.map { decisions[$0] }
    result.movedInputs = movedInputs?.selecting(kept)
    return result
  }

  /// π_λ(level | state).
  func probability(_ level: Int, state: Int, grid: Int) -> Float {
    switch decisions[grid] {
    case .levels(let levels): Int(levels[state]) == level ? 1 : 0
    case .probabilities(let values): values[state * levelCount + level]
    }
  }

  /// Σ_a π_λ(a | state) · values[start + a].
  func expectation(_ values: [Float], from start: Int, state: Int, grid: Int) -> Double {
    switch decisions[grid] {
    case .levels(let levels): return Double(values[start + Int(levels[state])])
    case .probabilities(let probabilities):
      var sum = 0.0
      for level in 0..<levelCount {
        sum += Double(probabilities[state * levelCount + level]) * Double(values[start + level])
      }
      return sum
    }
  }
}
