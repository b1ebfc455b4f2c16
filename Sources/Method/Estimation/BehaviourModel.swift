// How likely the log's own policy was to do what it did. Known probabilities are taken as they are;
// guessed ones are kept above a floor, because one small guess would otherwise outweigh everything.

public struct BehaviourModel: Sendable {
  /// (n) probability of the level that was given.
  public var given: [Float]
  /// (n, A) probability of every level, when known.
  public var all: [Float]?
  /// Logged or known, not guessed.
  public var isKnown: Bool
  /// What guessed probabilities were raised to at least; 0 for known ones.
  public var floor: Float
  /// Guessed without each user's own decisions: by user code the part, and by part (n) the probability of
  /// the level that was given, from a model without that part's users.
  private(set) var parts: (folds: [Int], given: [[Float]])?

  /// Probabilities that were logged or follow from the design.
  public init(known given: [Float], all: [Float]? = nil) {
    self.given = given
    self.all = all
    isKnown = true
    floor = 0
  }

  /// (n, A) probabilities of a model of behaviour. Where they are divided by they are kept at or above
  /// 0.01, or a fifth of an even share where there are more than twenty levels.
  public init(guessed all: [Float], actions: [Int32], levels: Int) {
    let floor = min(0.01, 0.2 / Float(max(levels, 1)))
    self.all = all
    self.floor = floor
    given = actions.indices.map { max(all[$0 * levels + Int(actions[$0])], floor) }
    isKnown = false
  }

  /// The same by models that were each fitted without one part of the users.
  package init(crossFitted models: CrossFittedBehaviour, actions: [Int32], levels: Int) {
    self.init(guessed: models.all, actions: actions, levels: levels)
    let floor = floor
    parts = (models.folds, models.given.map { $0.map { max($0, floor) } })
  }
}
