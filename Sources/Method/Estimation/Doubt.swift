// What speaks against calling bounds an interval at one λ, and the words for it: at that λ alone, and for all λ
// together, where one line says how strong it is at most and at which λ it holds.

import Data

enum Doubt: Sendable, Hashable {
  /// Under another summary of the state, named, a quantity would be higher by `difference`, or lower.
  case summary(String, quantity: String, difference: Double)
  /// How strongly two errors of one user go together under the log's own policy.
  case correlatedErrors(Double)
  /// The weights are products of many ratios.
  case products
  /// This share of decisions reacts to what the policy itself moves, these columns first.
  case reaction(Double, columns: [String])
  case estimatedProbabilities
  /// The policy was learned from this share of the users.
  case learnedFrom(Double)
  /// No decision of the log is the last one.
  case endless
  /// This share of the log's episodes goes on after the log.
  case cut(Double)
  /// So many decisions agree with the policy, in effect.
  case few(Double)
  /// So many users have a decision at all.
  case fewUsers(Int)
  /// This share of the policy's decisions in the log's states are ones that the log took with less than a probability.
  case leavesLog(Double, probability: Double)

  /// From this share on it counts; users with few decisions may look like others by chance.
  static let mostLearnedFrom = 0.05

  /// Doubts with the same words but for their numbers are alike.
  private var kind: String {
    switch self {
    case .summary(let name, let quantity, _): "summary \(name) \(quantity)"
    case .correlatedErrors: "errors"
    case .products: "products"
    case .reaction: "reaction"
    case .estimatedProbabilities: "probabilities"
    case .learnedFrom: "learned from"
    case .endless: "endless"
    case .cut: "cut"
    case .few: "few"
    case .fewUsers: "few users"
    case .leavesLog: "leaves the log"
    }
  }

  /// How much it weighs among those alike.
  private var strength: Double {
    switch self {
    case .summary(_, _, let difference): abs(difference)
    case .correlatedErrors(let correlation): abs(correlation)
    case .reaction(let share, _): share
    case .few(let size): -size
    case .leavesLog(let share, _): share
    case .products, .estimatedProbabilities, .learnedFrom, .endless, .cut, .fewUsers: 0
    }
  }

  var words: String {
    switch self {
    case .summary(let name, let quantity, let difference):
      "\(name) the \(quantity) would be \(short(abs(difference))) "
        + (difference < 0 ? "lower" : "higher") + ", more than chance explains"
    case .correlatedErrors(let correlation):
      "customers differ in ways that the state does not show: who brings more than expected once does so again "
        + "(correlation \(short((correlation * 1000).rounded() / 1000)))"
    case .products: "its weights are products of many ratios, whose bounds come out too narrow"
    case .reaction(let share, let columns):
      "\(percent(share)) of the policy's decisions follow inputs that its own coupons change"
        + (columns.isEmpty ? "" : " (\(columns.prefix(3).joined(separator: ", ")))")
    case .estimatedProbabilities:
      "how the log gave its coupons was estimated, and what else that depended on, nobody can test"
    case .learnedFrom(let share):
      "the policy was learned from \(share > 0.995 ? "these users" : "about \(percent(share)) of these users"): "
        + "judge it on others (`split`)"
    case .endless: "the log has no end, and such bounds were tested on logs that have one"
    case .cut(let share):
      "\(percent(share)) of the log's episodes go on after the log, and what is not seen is taken to be like what is"
    case .few(let size):
      "in effect only \(whole(size)) decisions of the log are what the policy would do"
    case .fewUsers(let count):
      count == 1 ? "the log has one customer" : "the log has only \(count) customers"
    case .leavesLog(let share, let probability):
      "\(percent(share)) of the policy's decisions leave the log: in its own states it took them with a probability "
        + "below \((probability * 100_000).rounded() / 100_000)"
    }
  }

  /// One line for all that are alike: the strongest, and where they hold unless that is everywhere.
  ///
  /// - Parameter all: by entry of `lambdas`.
  static func words(_ all: [[Doubt]], at lambdas: [Double]) -> [String] {
    var kinds: [String] = []
    for doubt in all.joined() where !kinds.contains(doubt.kind) { kinds.append(doubt.kind) }
    return kinds.compactMap { kind in
      let places = all.indices.filter { all[$0].contains { $0.kind == kind } }
      let alike = places.flatMap { place in all[place].filter { $0.kind == kind } }
      guard let worst = alike.max(by: { $0.strength < $1.strength }) else { return nil }
      let most = Set(alike).count > 1 && worst.isShare ? "up to " : ""
      return most + worst.words + place(places, of: lambdas)
    }
  }

  private var isShare: Bool {
    switch self {
    case .reaction, .leavesLog: true
    case .summary, .correlatedErrors, .products, .estimatedProbabilities, .learnedFrom, .endless,
      .cut, .few, .fewUsers:
      false
    }
  }
}

/// A share in percent: whole from 1% on, else one digit.
private func percent(_ share: Double) -> String {
  share >= 0.01 ? "\(whole(share * 100))%" : "\((share * 1000).rounded() / 10)%"
}

/// " at λ ≤ 0.07", " at λ from 0.02 to 0.07", or " at 3 of 17 λ"; nothing where it is all of them.
func place(_ places: [Int], of lambdas: [Double]) -> String {
  guard let first = places.first, let last = places.last, places.count < lambdas.count else {
    return ""
  }
  guard last - first + 1 == places.count else { return " at \(places.count) of \(lambdas.count) λ" }
  if first == last { return " at λ = \(short(lambdas[first]))" }
  if first == 0 { return " at λ ≤ \(short(lambdas[last]))" }
  if last == lambdas.count - 1 { return " at λ ≥ \(short(lambdas[first]))" }
  return " at λ from \(short(lambdas[first])) to \(short(lambdas[last]))"
}
