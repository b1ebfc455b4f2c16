// The marginalised doubly robust estimator of one policy (Kallus and Uehara, 2020), in closed form. Per user
//
//   ψ_u = Σ_first V(s) + Σ_t γ^t w(s_t) ρ_t (r_t + γ^gap V(s_{t+1}) − Q(s_t, a_t)),   ρ = π(a | s) / b(a | s)
//
// where Q is linear in the summary's functions and solves the projected Bellman equation (least-squares
// temporal differences: Lagoudakis and Parr, 2003), and w, how much more often the policy is in a state than
// the log was, is linear in the clock's and solves its balance equations (Uehara, Huang and Jiang, 2020):
//
//   Σ γ^t w(s) (f(s) − γ^gap ρ f(s′)) = Σ_first f(s)   for every function f.
//
// Q, w and, where it is not known, b come from the other folds' users (cross-fitting: Chernozhukov et al., 2018). The mean of ψ is right
// when Q or w is, given a state that holds what matters; with `trajectory` weights, the product of all ρ
// so far (Jiang and Li, 2016), it needs no state at all, and finds few users that agree so long.

import Compute
import Data

/// What weights the residuals.
public enum ResidualWeights: String, Sendable, Hashable, CaseIterable {
  /// How often the policy is in a state: low variance, needs a state that holds what matters.
  case marginal
  /// The product of all ratios so far: unbiased whatever the state, hopeless over long episodes.
  case trajectory
}

struct MarginalFit: Sendable {
  /// By target, by user: Σ_first V(s).
  var direct: [[Double]]
  /// By target, by user: ψ.
  var psi: [[Double]]
  /// (Σ wρ)² / Σ (wρ)², in decisions: what the correction rests on.
  var effectiveSize: Double
}

/// What all fits of one log share: who is in which fold, and what its own policy thought.
struct MarginalLog: Sendable {
  static let folds = UserFolds.count
  let log: EvaluationLog
  /// (n) b(a | s) of what was done; `nil` when it is not known.
  let given: [Float]?
  /// By fold (n): the same by a model that was fitted without the fold's users; `nil` when b is known.
  let givenWithout: [[Float]]?
  let targets: [CriticTarget]
  /// (users)
  let folds: [Int]
  /// (n) whether an episode begins here.
  let isFirst: [Bool]

  init(_ log: EvaluationLog, behaviour: BehaviourModel?, targets: [CriticTarget], seed: UInt64) {
    self.log = log
    given = behaviour?.given
    givenWithout = behaviour?.parts?.given
    self.targets = targets
    folds =
      behaviour?.parts?.folds
      ?? UserFolds.assigned(log.dataset, slots: log.userSlots, seed: seed)
    var first = [Bool](repeating: false, count: log.dataset.count)
    for row in log.starts { first[Int(row)] = true }
    isFirst = first
  }

  /// ρ of a decision; 0 where the policy would not have taken it. b is known, or from a model without the
  /// decision's own user; with `fold`, from the model without that fold's users.
  func ratio(_ row: Int, _ table: PolicyTable, grid: Int, without fold: Int? = nil) -> Double {
    let given = fold.flatMap { givenWithout?[$0] } ?? given
    guard let given, given[row] > 0 else { return 0 }
    let level = Int(log.dataset.actions[row])
    return Double(table.probability(level, state: row, grid: grid)) / Double(given[row])
  }
}
