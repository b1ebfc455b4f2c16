// What each learner does not leave to its user. They share one path through the trainer; here is all
// that tells them apart.

extension Configuration {
  /// α of `cql` where none is given. Rewards are divided by the largest before they are learned, so it
  /// means the same in any currency. On the coupon market (10,000 customers, two seeds, at a spend of
  /// 16.7) 0 to 2 bring the same visits within 0.03, with 1 and 2 at the top; 4 costs 0.1 to 0.2 and 8
  /// costs 0.3. Its log is uniform, where CQL(H) only draws the levels' values together; a log that
  /// avoids some levels in some states may want more.
  public static let defaultConservatism = 1.0

  /// These settings with what the method fixes: one head, or no future.
  var resolved: Configuration {
    var settings = self
    switch method {
    case .rbcq, .rem: break
    case .bcq, .cql: settings.heads = 1
    case .greedy:
      settings.heads = 1
      settings.gamma = 0
      settings.shaping = false
    }
    return settings
  }
}

extension Configuration.Method {
  /// Levels that the log would hardly give are not chosen.
  public var hasSupportFilter: Bool {
    switch self {
    case .rbcq, .bcq: true
    case .rem, .cql, .greedy: false
    }
  }

  /// Values hold what follows the decision.
  public var looksAhead: Bool {
    switch self {
    case .rbcq, .bcq, .rem, .cql: true
    case .greedy: false
    }
  }
}
