// What the customers of a market answer to. The paper's market is simple in two ways: the recorded type
// says much about a person, and nothing of the past matters but yesterday's coupon. Each other kind
// breaks one of them, so that a study can show where a learner stops being good.
//
// All kinds share one form. A user has a row of probabilities p[0] ≤ p[1] ≤ …, a probability of coming
// when there was no visit the day before, and a memory m, a small whole number. The chance of coming
// the day after level k was given in memory m is p[0] + (p[k] − p[0]) · strength(m).

public enum MarketKind: String, Sendable, Hashable, CaseIterable {
  /// BCORLE(λ)'s: no memory. The types' rows are sorted draws, U = U(0, 1): low 0.2 U, spread U, high
  /// 0.8 + 0.2 U. Without a visit the day before, the mean of the row.
  case paper

  /// Only a person's own history tells which coupon moves them; no memory. The recorded type is drawn
  /// as in the paper and has no part in p[k] = b + a / (1 + exp(−2 (k − t))), a smooth step at the
  /// user's own level t = (0.05 + 0.9 U)(levels − 1), from b = 0.05 + 0.2 U, by a = 0.6 + 0.1 U.
  /// Without a visit the day before, the user's own 0.4 + 0.4 U.
  case personal

  /// Coupons tire. m becomes max(0, m − r) + k after level k, at most M, and max(0, m − r) after a day
  /// without a visit; strength(m) = 1 − 0.8 m/M. With 21 levels M is 30 and r is 3, else
  /// M = ⌊1.5 (levels − 1)⌋ and r = ⌊0.15 (levels − 1)⌋, at least 1. The types' rows are sorted
  /// draws with early gains, V the larger of two U: low 0.7 V, spread V, high 0.3 + 0.7 V. Without
  /// a visit the day before, the mean of the row.
  case fatigue

  /// Coupons work when they are rare. Level 0 is no coupon and costs nothing. m + 1 is the days since
  /// the last coupon, at most 5, and strength(m) = ((m + 1)/5)². Rows as in `fatigue`.
  case waiting

  /// The state column that shows the memory, if there is one.
  public var memoryName: String? {
    switch self {
    case .paper, .personal: nil
    case .fatigue: "fatigue"
    case .waiting: "since_coupon"
    }
  }

  /// What the column shows for a memory of 0: one day for the days since a coupon.
  var memoryOffset: Int {
    switch self {
    case .paper, .personal, .fatigue: 0
    case .waiting: 1
    }
  }

  /// Value of level 0 in tenths; each further level is worth one more.
  var firstTenths: Int {
    switch self {
    case .paper, .personal, .fatigue: 1
    case .waiting: 0
    }
  }
}
