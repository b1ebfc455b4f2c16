// What each learner does not leave to its user. They share one path through the trainer; here is all
// that tells them apart.

extension Configuration {
  /// α of `cql` where none is given. Rewards are divided by the largest before they are learned, so it means the same
  /// in any currency. 1 is in the middle of the range where the coupon market's uniform log brought the same; a log
  /// that avoids some levels in some states may want more.
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
