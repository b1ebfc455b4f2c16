// `behaviour`: the log's own policy, as a policy.
import Data
import Learning
import OperatorKit

private let log = Parameter<Dataset>("dataset", "the log whose policy it is")
private let seed = Parameter<Int>(
  "seed", "chance", default: 1, shown: "1", in: 0...1e15
).ofChance

extension Operator {
  static let behaviour = Operator(
    "behaviour", .learn, "the log's own policy, as it is estimated",
    parameters: [log.declaration, seed.declaration], returns: .native(Policy.nativeType),
    details:
      "Gives each level with the probability that the model of the log's decisions has for it.",
    examples: [
      .prints(exampleLog + "\n(d |> behaviour()).name", output: "behaviour"),
      .fails("behaviour(\"log\")", message: "should be a Dataset"),
    ]
  ) { arguments, context in
    .native(
      try Policy.behaviour(
        of: try arguments[log], seed: UInt64(try arguments[seed]), progress: context.progress))
  }.asStage
}
