// Policies that a learned one has to beat: what was done, what is usually done, one coupon for all, a
// coin. Those that imitate share the support model's settings.

public import Compute
public import Data

extension Policy {
  /// The level that the log would most likely have given. Throws as `learn` does.
  public static func imitate(
    _ dataset: Dataset, settings: GenerativeSettings = .init(), seed: UInt64 = 1,
    progress: Compute.Progress = .init()
  ) throws -> Policy {
    try imitating(.imitate, "imitate", dataset, settings, seed: seed, progress: progress)
  }

  /// The logging policy as it is estimated, with its probabilities.
  public static func behaviour(
    of dataset: Dataset, settings: GenerativeSettings = .init(), seed: UInt64 = 1,
    progress: Compute.Progress = .init()
  ) throws -> Policy {
    try imitating(.behaviour, "behaviour", dataset, settings, seed: seed, progress: progress)
  }

  private static func imitating(
    _ rule: Rule, _ name: String, _ dataset: Dataset, _ settings: GenerativeSettings,
    seed: UInt64, progress: Compute.Progress
  ) throws -> Policy {
    var configuration = Configuration()
    configuration.generative = settings
    try configuration.validate()
    guard dataset.count > 0 else { throw LearningError.emptyDataset }
    let encoder = StateEncoder(dataset)
    guard encoder.width > 0 else { throw LearningError.noState }
    let fit = try GenerativeModel.fit(
      dataset, states: try encoder.matrix(dataset.stateBatch), sources: encoder.sources,
      settings: settings, seed: seed, stage: name, progress: progress)
    return Policy(
      name: name, levels: dataset.levels, encoder: encoder, rule: rule, generative: fit.model)
  }

  /// One level, by label, for everybody.
  public static func constant(_ label: String, levels: [ActionLevel]) throws(LearningError)
    -> Policy
  {
    guard let level = levels.firstIndex(where: { $0.label == label }) else {
      throw .unknownLevel(label, levels: levels.map(\.label))
    }
    return try constant(level: level, levels: levels)
  }

  /// One level, by index, for everybody.
  public static func constant(level: Int, levels: [ActionLevel]) throws(LearningError) -> Policy {
    guard levels.indices.contains(level) else {
      throw .unknownLevel(String(level), levels: levels.map(\.label))
    }
    return Policy(
      name: "constant \(levels[level].label)", levels: levels, encoder: StateEncoder(entries: []),
      rule: .constant(level: level))
  }

  /// Every level equally likely.
  public static func random(levels: [ActionLevel]) -> Policy {
    Policy(name: "random", levels: levels, encoder: StateEncoder(entries: []), rule: .random)
  }
}
