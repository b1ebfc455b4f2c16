// What `rbcq` and its siblings share: one learner with switches, so one list of arguments, less those
// that a method has no use for. Each of them is left to the recipe unless it is given.
import Data
import Learning
import OperatorKit
import Reporting

private let data = Parameter<GeneralizedDataset>("data", "the λ-generalised log to learn from")
private let heads = Parameter<Int?>.optional(
  "heads", "Q heads, mixed by a random convex combination in every step", shown: "10", in: 1...1000)
private let hidden = Parameter<[Int]?>.optional(
  "hidden", "widths of the hidden layers; picked on held-out users when not given",
  shown: "[32, 32] or [64, 64]")
private let steps = Parameter<Int?>.optional(
  "steps", "gradient steps; picked on held-out users when not given", shown: "1_500 or 4_000",
  in: 1...1e8, unit: "steps")
private let batch = Parameter<Int?>.optional(
  "batch", "transitions in a step", shown: "1_000", in: 1...1e6, unit: "rows")
private let learningRate = Parameter<Double?>.optional(
  "learning_rate", "Adam's rate after its warm-up", shown: "0.001", in: 1e-12...10)
private let gamma = Parameter<Double?>.optional(
  "gamma", "discount for each time unit", shown: "0.99", in: 0...1)
private let target = Parameter<Double?>.optional(
  "target", "share of the online network that the target takes over in a step", shown: "0.03",
  in: 1e-9...1)
private let threshold = Parameter<Double?>.optional(
  "threshold", "levels less likely than this times the likeliest are never chosen", shown: "0.3",
  in: 0...1)
private let shrinkage = Parameter<Double?>.optional(
  "shrinkage",
  "strength with which inputs that do not matter are removed, 0 keeps all; picked on held-out users when not given",
  shown: "0.5, 1, 2 or 4", in: 0...1e6)
private let heldOut = Parameter<Double?>.optional(
  "held_out",
  "share of users on whom terms, shrinkage, hidden, steps and the inputs to read are picked; 0 picks nothing: 4, 1, [64, 64], 4_000, all that shrinkage leaves",
  shown: "0.25", in: 0...0.5)
private let shaping = Parameter<Bool?>.optional(
  "shaping", "learn what a coupon changes beyond the value of the log's own policy", shown: "true")
private let dueling = Parameter<Bool?>.optional(
  "dueling", "learn the state's own level in a network of its own", shown: "true")
private let pooling = Parameter<Bool?>.optional(
  "pooling", "give the network the directions in which many number columns vary together",
  shown: "true")
private let terms = Parameter<Int?>.optional(
  "terms",
  "Legendre terms of the smooth dependence on ordered levels, 0 frees every level; picked on held-out users when not given",
  shown: "2 or 4", in: 0...64)
private let loss = Parameter<String?>.optional(
  "loss", "squared, or huber as published", shown: "\"squared\"", choices: ["squared", "huber"])
private let averaging = Parameter<Double?>.optional(
  "averaging", "last share of the steps whose weights are averaged; 0 for the last weights",
  shown: "0.7", in: 0...1)
private let clip = Parameter<Bool?>.optional(
  "clip", "keep states inside the logged range", shown: "false")
private let recipe = Parameter<String>(
  "recipe", "where the other arguments come from when they are not given", default: "default",
  shown: "\"default\"", choices: ["default", "paper"])
private let conservatism = Parameter<Double?>.optional(
  "alpha", "strength with which values of levels that the log did not give are pushed down",
  shown: NumberText.exact(Configuration.defaultConservatism), in: 0...1e6)
private let seed = Parameter<Int>(
  "seed", "chance", default: 1, shown: "1", in: 0...1e15
).ofChance

extension Operator {
  static func learner(
    _ name: String, _ method: Configuration.Method, _ summary: String, details: String,
    examples: [Example]
  ) -> Operator {
    let useless = uselessArguments(method)
    return Operator(
      name, .learn, summary,
      parameters: [
        data.declaration, heads.declaration, hidden.declaration, steps.declaration,
        batch.declaration, learningRate.declaration, gamma.declaration, target.declaration,
        threshold.declaration, shrinkage.declaration, terms.declaration, loss.declaration,
        averaging.declaration, clip.declaration, pooling.declaration, shaping.declaration,
        dueling.declaration, heldOut.declaration,
        conservatism.declaration,
        recipe.declaration, seed.declaration,
      ].filter { !useless.contains($0.name) }, returns: .native(Policy.nativeType),
      details: details, examples: examples
    ) { arguments, context in
      .native(
        try Policy.learn(
          from: try arguments[data], configuration: try configuration(arguments, method),
          progress: context.progress))
    }.asStage
  }
}

private func uselessArguments(_ method: Configuration.Method) -> Set<String> {
  switch method {
  case .rbcq, .bcq, .rem: ["alpha"]
  case .cql: ["heads", "threshold"]
  case .greedy: ["heads", "threshold", "alpha", "gamma", "target", "shaping"]
  }
}

private func configuration(_ arguments: Arguments, _ method: Configuration.Method) throws
  -> Configuration
{
  var settings = try arguments[recipe] == "paper" ? Configuration.paper : Configuration()
  settings.method = method
  settings.heads = try arguments[heads] ?? settings.heads
  settings.hidden = try arguments[hidden] ?? settings.hidden
  settings.steps = try arguments[steps] ?? settings.steps
  settings.batch = try arguments[batch] ?? settings.batch
  settings.learningRate = try arguments[learningRate] ?? settings.learningRate
  settings.gamma = try arguments[gamma] ?? settings.gamma
  if let share = try arguments[target] { settings.target = .polyak(share) }
  settings.threshold = try arguments[threshold] ?? settings.threshold
  settings.shrinkage = try arguments[shrinkage] ?? settings.shrinkage
  if let count = try arguments[terms] { settings.basis = count == 0 ? .free : .smooth(count) }
  if let kind = try arguments[loss] {
    settings.loss = Configuration.LossKind(rawValue: kind) ?? settings.loss
  }
  settings.averaging = try arguments[averaging] ?? settings.averaging
  settings.clip = try arguments[clip] ?? settings.clip
  settings.pooling = try arguments[pooling] ?? settings.pooling
  settings.shaping = try arguments[shaping] ?? settings.shaping
  settings.dueling = try arguments[dueling] ?? settings.dueling
  settings.heldOut = try arguments[heldOut] ?? settings.heldOut
  if try arguments[terms] != nil { settings.choices.remove(.basis) }
  if try arguments[shrinkage] != nil { settings.choices.remove(.shrinkage) }
  if try arguments[hidden] != nil { settings.choices.remove(.network) }
  if try arguments[steps] != nil { settings.choices.remove(.steps) }
  settings.conservatism = try arguments[conservatism]
  settings.seed = UInt64(try arguments[seed])
  return settings
}

/// A small log for the examples of learners and estimators.
let exampleLog = """
  d = market(users: 60, seed: 1) |> simulate() |> dataset(user: user, time: day, state: [day, user_type],
    action: coupon, reward: returned, outcome: visit, cost: cost, terminated: terminated, uniform: true)
  """
