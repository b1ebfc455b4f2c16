// What each learner does not leave to its user. They share one path through the trainer; here is all
// that tells them apart.

extension Configuration {
  /// α of `cql` where none is given. Rewards are scaled to at most 1 before they are learned, as those
  /// of the published experiments are clipped, so it means the same in any currency.
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
