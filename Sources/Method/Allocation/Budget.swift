// What may be spent, in the unit in which a marketer says it. Every unit is brought to money per user of
// the population, or per visit to a ratio, before anything is searched.

/// A bound on expected cost.
public enum Budget: Sendable, Hashable {
  /// Money per user of the population, with or without a decision.
  case perUser(Double)
  /// Money for so many users over the whole period of the log; the evaluation's own population when
  /// `population` is left out.
  case total(Double, population: Int? = nil)
  /// Money per decision (visit, offer) that the policy itself brings about.
  case perDecision(Double)
  /// Money per calendar day for so many users together, on average over a period of so many days; the
  /// log's own period and population where they are left out.
  case perDay(Double, days: Double? = nil, population: Int? = nil)

  public var amount: Double {
    switch self {
    case .perUser(let amount), .total(let amount, _), .perDecision(let amount),
      .perDay(let amount, _, _):
      amount
    }
  }

  /// "per user", "in total", "per visit" or "per day".
  public var unit: String {
    switch self {
    case .perUser: "per user"
    case .total: "in total"
    case .perDecision: "per visit"
    case .perDay: "per day"
    }
  }
}
