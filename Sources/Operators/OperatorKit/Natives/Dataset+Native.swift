// How a script sees datasets and their λ-generalisation.
package import Data
package import Reporting

extension Dataset: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Dataset", "users' decisions as transitions (s, a, r, c, s′)",
      fields: [
        .init("rows", .number, "decisions"),
        .init("users", .number, "users with at least one decision"),
        .init("population", .number, "users that means count, with or without a decision"),
        .init("levels", .list(.any), "each coupon's value; its name where coupons are texts"),
        .init("spend", .number, "what the log's own policy cost per user"),
        .init("outcome", .number, "what the log's own policy brought per user"),
        .init("warnings", .list(.text), "what was found and not repaired"),
      ])
  }

  package func field(_ name: String) -> Value? {
    switch name {
    case "rows": .number(Double(count))
    case "users": .number(Double(userNames.count))
    case "population": .number(Double(populationSize))
    case "levels": .list(levels.map { $0.money.map(Value.number) ?? .text($0.label) })
    case "spend": .number(costs.reduce(0, +) / Double(max(populationSize, 1)))
    case "outcome": .number(outcomes.reduce(0, +) / Double(max(populationSize, 1)))
    case "warnings": .list(warnings.map(Value.text))
    default: nil
    }
  }

  package var headline: String {
    "Dataset, \(OperatorKit.count(count, "decision")) of "
      + "\(OperatorKit.count(userNames.count, "user")), \(OperatorKit.count(width, "state column")), "
      + OperatorKit.count(levels.count, "coupon level")
  }

  package func display() -> Report {
    let people = Double(max(populationSize, 1))
    var facts: [Card.Fact] = [
      .init("decisions", NumberText.display(count), note: "rows with an action"),
      .init(
        "users", NumberText.display(userNames.count),
        note: populationSize > userNames.count
          ? "of \(NumberText.display(populationSize)); the others have no row and count as zero"
          : ""),
      .init(
        "episodes", NumberText.display(episodes.count),
        note: "\(NumberText.display(terminated.reduce(0) { $0 + ($1 ? 1 : 0) })) ended, "
          + "\(NumberText.display(truncated.reduce(0) { $0 + ($1 ? 1 : 0) })) cut by the log"),
      .init("state", "\(width)", note: list(stateNames)),
      .init(
        "\(outcomeName) per user", NumberText.display(outcomes.reduce(0, +) / people),
        note: "as logged"),
      .init("cost per user", NumberText.display(costs.reduce(0, +) / people), note: "as logged"),
      .init(
        "propensities",
        propensities != nil
          ? "known" : loggedPropensities != nil ? "of the given level" : "not logged",
        note: propensities ?? loggedPropensities == nil ? "they will be estimated" : ""),
    ]
    facts.append(
      .init(
        "levels", "\(levels.count)",
        note: levelsAreOrdered ? "ordered: \(list(levels.map(\.label)))" : "without order"))
    var blocks: [Block] = [.card(Card(title: "Dataset", facts: facts, warnings: warnings))]
    if levels.count <= 12 { blocks.append(.table(levelTable)) }
    return Report(blocks)
  }

  private var levelTable: TableBlock {
    var counts = [Int](repeating: 0, count: levels.count)
    var rewardSums = [Double](repeating: 0, count: levels.count)
    var costSums = [Double](repeating: 0, count: levels.count)
    for row in 0..<count {
      let level = Int(actions[row])
      counts[level] += 1
      rewardSums[level] += rewards[row]
      costSums[level] += costs[row]
    }
    let rewardMeans = zip(rewardSums, counts).map { $1 > 0 ? $0 / Double($1) : .nan }
    let costMeans = zip(costSums, counts).map { $1 > 0 ? $0 / Double($1) : .nan }
    let shares = counts.map { NumberText.percent(Double($0) / Double(max(count, 1))) }
    let rewardTexts = NumberText.column(rewardMeans)
    let costTexts = NumberText.column(costMeans)
    return TableBlock(
      columns: [
        .init("level", alignment: .left), .init("decisions"), .init("share"),
        .init("mean reward"), .init("mean cost"),
      ],
      rows: levels.indices.map {
        [
          levels[$0].label, NumberText.display(counts[$0]), shares[$0], rewardTexts[$0],
          costTexts[$0],
        ]
      })
  }

  private func list(_ names: [String]) -> String {
    names.count <= 6
      ? names.joined(separator: ", ")
      : names.prefix(3).joined(separator: ", ") + " … " + (names.last ?? "")
  }
}

extension GeneralizedDataset: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "GeneralizedDataset", "a dataset under every λ of a grid, as a view",
      fields: [
        .init("rows", .number, "transitions of D′: rows of D times λ"),
        .init("lambdas", .list(.number), "the grid"),
        .init("dataset", .native(Dataset.nativeType), "the dataset D"),
      ])
  }

  package func field(_ name: String) -> Value? {
    switch name {
    case "rows": .number(Double(count))
    case "lambdas": .list(lambdas.values.map(Value.number))
    case "dataset": .native(dataset)
    default: nil
    }
  }

  package var headline: String {
    "GeneralizedDataset, \(OperatorKit.count(dataset.count, "decision")) × "
      + "\(lambdas.count) λ = \(NumberText.display(count)) transitions, nothing copied"
  }

  package func display() -> Report {
    Report([
      .card(
        Card(
          title: "GeneralizedDataset",
          facts: [
            .init("decisions", NumberText.display(dataset.count)),
            .init(
              "λ", NumberText.display(lambdas.count),
              note: lambdas.values.map { NumberText.display($0) }.joined(separator: ", ")),
            .init(
              "transitions", NumberText.display(count),
              note: "a view on the dataset: nothing is copied, it takes no memory of its own"),
          ]))
    ])
  }
}
