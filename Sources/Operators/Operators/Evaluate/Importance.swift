// What `ips`, `snips`, `pdis` and `wis` share: they weigh the log's own decisions and fit nothing, so they
// have one list of arguments.
import Data
import Estimation
import Learning
import OperatorKit

private let log = Parameter<Dataset>("dataset", "the log to judge by")
private let policy = Parameter<Policy>("policy", "the policy to judge")
private let lambda = Parameter<Either<[Double], Double>?>.optional(
  "lambda", "the λ to judge at; the policy's own grid when not given")
private let clip = Parameter<Double?>.optional(
  "clip", "largest weight of an episode; larger ones count as this, which biases the estimate",
  in: 1e-6...1e12)
private let gamma = Parameter<Double>(
  "gamma", "discount of outcome and cost for each time unit; 1 because a budget is money",
  default: 1, shown: "1", in: 0...1)
private let leastSupport = Parameter<Double>(
  "least_support", "effective users below which there is no number", default: 20, shown: "20",
  in: 2...1e9, unit: "users")
private let confidence = Parameter<Double>(
  "confidence", "of the two-sided bounds", default: 0.95, shown: "95%", in: 0.5...0.9999)
private let seed = Parameter<Int>(
  "seed", "chance, where the log's own probabilities have to be estimated", default: 1, shown: "1",
  in: 0...1e15)

extension Operator {
  static func importance(
    _ name: String, by estimator: ImportanceEstimator, _ summary: String, details: String,
    examples: [Example]
  ) -> Operator {
    Operator(
      name, .evaluate, summary,
      parameters: [
        log.declaration, policy.declaration, lambda.declaration, clip.declaration,
        gamma.declaration, leastSupport.declaration, confidence.declaration, seed.declaration,
      ], positional: 2, returns: .native(Evaluation.nativeType),
      details: details + "\n\n" + sharedDetails, examples: examples
    ) { arguments, context in
      let log = try arguments[log]
      return .native(
        try Estimation.importance(
          estimator, try arguments[policy].adapted(to: log.levels), on: log,
          lambdas: numbers(try arguments[lambda]),
          settings: ImportanceSettings(
            gamma: try arguments[gamma], clip: try arguments[clip],
            leastSupport: try arguments[leastSupport], confidence: try arguments[confidence],
            seed: UInt64(try arguments[seed])),
          progress: context.progress))
    }.asStage
  }

  private static let sharedDetails = """
    The policy is the deployed one, with its support filter and its ties; a mix of two λ gives each user one of the
    policies for good, so the weights of an episode are mixed, not the probabilities of its decisions. b are the log's
    own probabilities, logged or known, else those of models that are fitted here to other users. Products are sums of logarithms.

    Figures are per user and undiscounted; users without a row count with zero, and a user with several episodes is
    the sum over them, each with its own product. What would have followed an episode that was cut off is
    not counted. The bounds are normal, from each user's contribution, linearised where one sum is divided by another;
    they are called a spread because their coverage was not studied.

    A λ has a number only with effectively 20 users or more (`least_support`): Kish's (Σw)²/Σw² over users, where w
    is a user's weight. With fewer, each user would hold more than a twentieth of the answer on average. With a
    deterministic policy against 21 levels given at random one user in 21 agrees at the first decision and one in
    194,481 at the fourth, so a log of many decisions for each user seldom supports any of these estimators. `overlap` says
    so beforehand; `dr` needs agreement of single decisions only.
    """
}
