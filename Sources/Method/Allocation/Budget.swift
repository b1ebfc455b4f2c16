// What may be spent, in the unit in which a marketer says it.

/// A bound on expected cost.
public enum Budget: Sendable, Hashable {
  /// Money per user of the population, with or without a decision.
  case perUser(Double)
  /// Money for the whole population.
  case total(Double)
  /// Money per decision (visit, offer) that the policy itself brings about.
  case perDecision(Double)

  public var amount: Double {
    switch self {
    case .perUser(let amount), .total(let amount), .perDecision(let amount): amount
    }
  }

  /// "per user", "in total" or "per decision".
  public var unit: String {
    switch self {
    case .perUser: "per user"
    case .total: "in total"
    case .perDecision: "per decision"
    }
  }
}
