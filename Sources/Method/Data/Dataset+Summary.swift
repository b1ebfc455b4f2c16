// What a person wants to know of a dataset before learning from it.

public struct LevelSummary: Sendable, Hashable {
  public var level: ActionLevel
  public var count: Int
  /// Means over the decisions that gave this level; nil when there are none.
  public var meanReward: Double?
  public var meanOutcome: Double?
  public var meanCost: Double?
}

public struct DatasetSummary: Sendable, Hashable {
  public var decisions: Int
  /// Users with a row; `population` counts those without one too.
  public var users: Int
  public var population: Int
  public var episodes: Int
  public var terminated: Int
  public var truncated: Int
  public var levels: [LevelSummary]
  public var meanReward: Double
  public var meanCost: Double
  public var totalOutcome: Double
  public var totalCost: Double
  /// Undiscounted totals over the population: what the behaviour spent and brought per user.
  public var costPerUser: Double
  public var outcomePerUser: Double
}

extension Dataset {
  public var summary: DatasetSummary {
    var rewards = [Double](repeating: 0, count: levels.count)
    var outcomes = rewards
    var costs = rewards
    var counts = [Int](repeating: 0, count: levels.count)
    for row in 0..<count {
      let level = Int(actions[row])
      counts[level] += 1
      rewards[level] += self.rewards[row]
      outcomes[level] += self.outcomes[row]
      costs[level] += self.costs[row]
    }
    func mean(_ sum: Double, _ count: Int) -> Double? { count == 0 ? nil : sum / Double(count) }
    let totalOutcome = self.outcomes.reduce(0, +)
    let totalCost = self.costs.reduce(0, +)
    let population = Double(max(populationSize, 1))
    return DatasetSummary(
      decisions: count, users: userNames.count, population: populationSize,
      episodes: episodes.count,
      terminated: terminated.reduce(0) { $0 + ($1 ? 1 : 0) },
      truncated: truncated.reduce(0) { $0 + ($1 ? 1 : 0) },
      levels: levels.indices.map { level in
        LevelSummary(
          level: levels[level], count: counts[level],
          meanReward: mean(rewards[level], counts[level]),
          meanOutcome: mean(outcomes[level], counts[level]),
          meanCost: mean(costs[level], counts[level]))
      },
      meanReward: self.rewards.reduce(0, +) / Double(max(count, 1)),
      meanCost: totalCost / Double(max(count, 1)), totalOutcome: totalOutcome,
      totalCost: totalCost, costPerUser: totalCost / population,
      outcomePerUser: totalOutcome / population)
  }

  /// Everything that learning and evaluation can see.
  public var digest: Digest {
    var digest = Digest()
    digest.combine(stateNames)
    for kind in stateKinds {
      switch kind {
      case .number: digest.combine(0)
      case .category(let levels): digest.combine(levels)
      }
    }
    digest.combine(states)
    digest.combine(levels.map(\.label))
    digest.combine(levels.map(\.value))
    if levels.contains(where: \.isText) { digest.combine("texts") }
    digest.combine([levelsAreOrdered])
    digest.combine(actions)
    digest.combine(rewards)
    digest.combine(outcomes)
    digest.combine(outcomeName)
    digest.combine(costs)
    digest.combine(next)
    digest.combine(gaps)
    digest.combine(terminated)
    digest.combine(truncated)
    digest.combine(propensities ?? [])
    digest.combine(loggedPropensities ?? [])
    digest.combine(users)
    digest.combine(userNames)
    digest.combine(times)
    digest.combine(episodes.flatMap { [Int32($0.lowerBound), Int32($0.upperBound)] })
    digest.combine(populationSize)
    return digest
  }
}

extension GeneralizedDataset {
  public var digest: Digest {
    var digest = dataset.digest
    digest.combine(lambdas.values)
    return digest
  }
}
