// Coupons for a list of customers, within a budget of face value: every customer's decision at the smallest
// λ of the policy's grid at which all of them together fit, and, as far as the rest of the budget goes, the
// decision at the next smaller λ for customers in a random order that the seed fixes. What is spent in the
// end is less, as far as coupons are not redeemed.

public import Data
public import Learning

public struct Allotment: Sendable {
  /// (n) level index.
  public var levels: [Int]
  /// (n) the λ that decided.
  public var lambdas: [Double]
  /// Sum of the levels' values.
  public var total: Double

  /// - Parameters:
  ///   - order: the rows in the order in which the rest of the budget is given out.
  public init(
    _ policy: Policy, _ states: StateBatch, budget: Double, order: [Int]
  ) throws {
    guard let grid = policy.lambdas?.values.sorted(), !grid.isEmpty else {
      throw AllotmentError.noLambda(policy.name)
    }
    if let text = policy.levels.first(where: \.isText) {
      throw AllotmentError.levelsWithoutValue(text.label)
    }
    let values = policy.levels.map(\.value)
    let decisions = try policy.decisions(states, lambdas: grid).map { decisions -> [Int] in
      guard case .levels(let levels) = decisions else { throw AllotmentError.random(policy.name) }
      return levels.map(Int.init)
    }
    let totals = decisions.map { $0.reduce(0) { $0 + values[$1] } }
    // Three coupons of 0.1 come to a trace more than 0.3: what adding up rounds is not spent.
    let most = budget + 4 * Double(states.count) * budget.ulp
    guard let fitting = totals.firstIndex(where: { $0 <= most }) else {
      throw AllotmentError.tooDear(cheapest: totals.min() ?? 0, budget: budget)
    }
    levels = decisions[fitting]
    lambdas = [Double](repeating: grid[fitting], count: states.count)
    total = totals[fitting]
    guard fitting > 0 else { return }
    for row in order {
      let dearer = decisions[fitting - 1][row]
      let extra = values[dearer] - values[levels[row]]
      guard total + extra <= most else { continue }
      total += extra
      levels[row] = dearer
      lambdas[row] = grid[fitting - 1]
    }
    // Adding up in the order of the customers leaves no trace of the order of giving.
    total = levels.reduce(0) { $0 + values[$1] }
  }
}

public enum AllotmentError: Error, Sendable, Hashable {
  case noLambda(String)
  case random(String)
  case levelsWithoutValue(String)
  case tooDear(cheapest: Double, budget: Double)

  public var message: String {
    switch self {
    case .noLambda(let name):
      "`\(name)` does the same at every λ, so a budget has nothing to choose"
    case .random(let name): "`\(name)` draws its coupons, and a draw keeps no budget"
    case .levelsWithoutValue(let label): "the coupon `\(label)` has no value in money"
    case .tooDear(let cheapest, let budget):
      "even the cheapest coupons come to \(formatted(cheapest)), more than \(formatted(budget))"
    }
  }

  public var hint: String? {
    switch self {
    case .noLambda: "`score` gives a policy's decisions without a budget"
    case .tooDear: "learn with larger λ, or allocate to fewer customers"
    case .levelsWithoutValue:
      "the policy was learned from coupons that are texts: make numbers of them first, "
        + "derive(coupon: number(coupon))"
    case .random: nil
    }
  }
}
