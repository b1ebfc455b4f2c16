// What `reme`, `fqe`, `dr` and `dm` share: how they are asked, and for the first two how critics are
// fitted.
import Compute
import Data
import Estimation
import Learning
import OperatorKit

private let log = Parameter<Dataset>(
  "dataset", "the log to judge by, best of users that the policy was not learned from")
private let policy = Parameter<Policy>("policy", "the policy to judge")
private let lambda = Parameter<Either<[Double], Double>?>.optional(
  "lambda", "the λ to judge at; the policy's own grid when not given")
private let heads = Parameter<Int>(
  "heads", "critics, mixed by a random convex combination in every step", default: 10, shown: "10",
  in: 1...1000)
private let hidden = Parameter<[Int]>(
  "hidden", "widths of the hidden layers", default: [64, 64], shown: "[64, 64]")
private let steps = Parameter<Int>(
  "steps", "gradient steps", default: CriticSettings().steps, shown: "5_000", in: 1...1e8,
  unit: "steps")
private let batch = Parameter<Int>(
  "batch", "transitions in a step", default: 1000, shown: "1_000", in: 1...1e6, unit: "rows")
private let learningRate = Parameter<Double>(
  "learning_rate", "Adam's rate after its warm-up", default: 1e-3, shown: "0.001", in: 1e-12...10)
private let target = Parameter<Double>(
  "target", "share of the online network that the target takes over in a step", default: 0.03,
  shown: "0.03", in: 1e-9...1)
private let shrinkage = Parameter<Double>(
  "shrinkage", "strength with which inputs that do not matter are removed; 0 keeps all", default: 2,
  shown: "2", in: 0...1e6)
private let loss = Parameter<String>(
  "loss", "squared; huber, as published, estimates something else than the mean",
  default: "squared", shown: "\"squared\"", choices: ["squared", "huber"])
private let gamma = Parameter<Double>(
  "gamma", "discount of outcome and cost for each time unit; 1 because a budget is money",
  default: 1, shown: "1", in: 0...1)
private let confidence = Parameter<Double>(
  "confidence", "of the two-sided bounds", default: 0.95, shown: "95%", in: 0.5...0.9999)
private let weights = Parameter<String>(
  "weights",
  "what the log's own decisions count: marginal, how often the policy is in such a state; trajectory, the "
    + "product of all ratios so far", default: "marginal", shown: "\"marginal\"",
  choices: ["marginal", "trajectory"])
private let seed = Parameter<Int>(
  "seed", "chance", default: 1, shown: "1", in: 0...1e15
).ofChance

extension Operator {
  /// By critics that are trained.
  static func critics(
    _ name: String, _ summary: String, ensemble: Bool = true, details: String, examples: [Example]
  ) -> Operator {
    let parameters = [
      log.declaration, policy.declaration, lambda.declaration, heads.declaration,
      hidden.declaration, steps.declaration, batch.declaration, learningRate.declaration,
      target.declaration, shrinkage.declaration, loss.declaration, gamma.declaration,
      confidence.declaration, seed.declaration,
    ]
    return Operator(
      name, .evaluate, summary,
      parameters: ensemble ? parameters : parameters.filter { $0.name != "heads" }, positional: 2,
      returns: .native(Evaluation.nativeType), details: details, examples: examples
    ) { arguments, context in
      var settings = CriticSettings()
      settings.heads = ensemble ? try arguments[heads] : 1
      settings.hidden = try arguments[hidden]
      settings.steps = try arguments[steps]
      settings.batchSize = try arguments[batch]
      settings.learningRate = try arguments[learningRate]
      settings.polyak = try arguments[target]
      settings.shrinkage = try arguments[shrinkage]
      settings.loss = try arguments[loss] == "huber" ? .huber : .squared
      return try judged(arguments, .critics, settings, context)
    }.asStage
  }

  /// In closed form; `corrects` by the log's own decisions.
  static func closedForm(
    _ name: String, _ summary: String, corrects: Bool, details: String, examples: [Example]
  ) -> Operator {
    var parameters = [log.declaration, policy.declaration, lambda.declaration]
    if corrects { parameters.append(weights.declaration) }
    parameters += [gamma.declaration, confidence.declaration, seed.declaration]
    return Operator(
      name, .evaluate, summary, parameters: parameters, positional: 2,
      returns: .native(Evaluation.nativeType), details: details, examples: examples
    ) { arguments, context in
      let method: EstimationMethod =
        corrects
        ? .doublyRobust(try arguments[weights] == "trajectory" ? .trajectory : .marginal) : .direct
      return try judged(arguments, method, CriticSettings(), context)
    }.asStage
  }
}

private func judged(
  _ arguments: Arguments, _ method: EstimationMethod, _ settings: CriticSettings,
  _ context: RunContext
) throws -> Value {
  let log = try arguments[log]
  let grid: [Double]? =
    switch try arguments[lambda] {
    case .none: nil
    case .some(.first(let values)): values
    case .some(.second(let value)): [value]
    }
  var settings = settings
  settings.gamma = try arguments[gamma]
  settings.confidence = try arguments[confidence]
  settings.seed = UInt64(try arguments[seed])
  return .native(
    try Estimation.estimate(
      try arguments[policy].adapted(to: log.levels), on: log, by: method, lambdas: grid,
      settings: settings, progress: context.progress))
}
