// The card of a choice: the λ, what it costs and brings, whether the budget holds and how surely, which
// users it was chosen on and which it was checked on.
package import Allocation
import Data
import Estimation
package import Reporting

extension Choice {
  /// "0.10 for 74% of users, 0.15 for the others".
  var lambdaText: String {
    guard let first = components.first, let last = components.last, components.count > 1 else {
      return NumberText.display(lambda)
    }
    return "\(NumberText.display(first.lambda)) for \(wholePercent(first.share)) of users, "
      + "\(NumberText.display(last.lambda)) for the others"
  }

  package func display() -> Report {
    var facts: [Card.Fact] = [.init("λ", lambdaText)]
    let inOwnUnit = budget.unit != "per user"
    facts.append(.init("cost per user", cost.text, note: inOwnUnit ? "" : holdsText))
    if inOwnUnit {
      facts.append(.init("cost \(budget.unit)\(scope)", spending.text, note: holdsText))
    }
    facts.append(
      .init(
        "\(evaluation.outcomeName) per user", outcome.text,
        note: reported.evaluation.behaviourOutcome.map {
          "the log's own policy: \(NumberText.display($0.value))"
        } ?? ""))
    facts += sureness + trust + statusFacts
    facts.append(.init("chosen", origin(chosen)))
    if let checked {
      facts[facts.count - 1].note =
        "there \(evaluation.outcomeName) \(chosen.outcome.text), cost \(chosen.cost.text) per user"
      facts.append(.init("checked", origin(checked), note: "the figures above are from there"))
    }
    // The caveats that matter are those of the figures that are shown.
    let warnings = notes + reported.evaluation.notes
    return Report([.card(Card(title: "Choice", facts: facts, warnings: warnings))])
  }

  // MARK: The budget

  private var limitText: String { "\(NumberText.display(budget.amount)) \(budget.unit)" }

  /// Whom or how long a total is for, where the budget was told; else of the evaluation.
  private var scope: String {
    func users(_ given: Int?) -> String {
      "\(NumberText.display(given ?? reported.evaluation.population)) users"
    }
    switch budget {
    case .perUser, .perDecision: return ""
    case .total(_, let population): return ", \(users(population))"
    case .perDay(_, let days, let population):
      let length = NumberText.display(days ?? reported.evaluation.days ?? 0)
      return ", \(users(population)) over \(length) days"
    }
  }

  private var holdsText: String {
    switch holds {
    case .certain: "within the budget of \(limitText), its bound too"
    case .likely:
      confidence == nil
        ? "within the budget of \(limitText) as estimated, which is not certain"
        : "within the budget of \(limitText) as estimated" + shortfall
    case .no: "above the budget of \(limitText)"
    }
  }

  /// Why a cost within the budget is only likely to be there.
  private var shortfall: String {
    guard let bound = reported.bound else { return "" }
    return bound > budget.amount * (1 + 1e-9) ? ", its bound is not" : ", its bound too"
  }

  private var sureness: [Card.Fact] {
    guard let confidence, let bound = reported.bound else { return [] }
    let isEarned =
      reported.standing == .interval
      || (reported.evaluation.kind == .truth && cost.interval == nil)
    return [
      .init(
        "at most", "\(NumberText.display(bound)) \(budget.unit)",
        note: "with \(isEarned ? "" : "a nominal ")\(NumberText.percent(confidence)) confidence"
          + (checked == nil && evaluation.lambdas.count > 1 ? ", at every λ at once" : ""))
    ]
  }

  /// What the figures above are worth, at the λ chosen.
  private var trust: [Card.Fact] {
    guard reported.evaluation.kind == .estimate else { return [] }
    return [
      trusted(reported.standing, kind: .estimate, confidence: reported.evaluation.confidence)
    ]
  }

  private var statusFacts: [Card.Fact] {
    switch status {
    case .binding: []
    case .slack:
      [
        .init(
          "budget", "not binding",
          note: evaluation.dependsOnLambda
            ? "at λ = \(lambdaText) the policy costs \(amount(chosen.spending.value)); by the estimate "
              + "none of its λ brings more within the budget"
            : "the policy costs \(amount(chosen.spending.value))")
      ]
    case .infeasible(let cheapest):
      [
        .init(
          "budget", "cannot be met",
          note: evaluation.dependsOnLambda
            ? "of the policy's λ, \(lambdaText) costs least: \(amount(cheapest)); the budget is "
              + "\(NumberText.display(budget.amount)). λ above \(NumberText.display(evaluation.lambdas.max() ?? 0)) "
              + "may cost less: `generalize(λ: …)`"
            : "the policy costs \(amount(cheapest)); the budget is \(NumberText.display(budget.amount))"
        )
      ]
    case .unsure:
      [
        .init(
          "budget",
          "cannot be met with \(NumberText.percent(confidence ?? 0.5)) confidence",
          note:
            "it can as estimated; the surest policy costs \(amount(chosen.spending.value)), at most "
            + "\(amount(chosen.bound ?? .nan)) with that confidence; the budget is "
            + NumberText.display(budget.amount))
      ]
    }
  }

  private func amount(_ value: Double) -> String { "\(NumberText.display(value)) \(budget.unit)" }

  // MARK: Where the figures are from

  /// "on 1,600 users (a1b2c3d4) by reme".
  private func origin(_ reading: Reading) -> String {
    let evaluation = reading.evaluation
    let users = evaluation.sample.map { " (\($0.fingerprint))" } ?? ""
    return "on \(OperatorKit.count(evaluation.users, "user"))\(users) by \(evaluation.estimator)"
  }
}
