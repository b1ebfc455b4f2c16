// `imitate`: what the log usually did.
import Data
import Learning
import OperatorKit

private let log = Parameter<Dataset>("dataset", "the log to imitate")
private let seed = Parameter<Int>(
  "seed", "chance", default: 1, shown: "1", in: 0...1e15
).ofChance

extension Operator {
  static let imitate = Operator(
    "imitate", .learn, "the policy that gives what the log would most likely have given",
    parameters: [log.declaration, seed.declaration], returns: .native(Policy.nativeType),
    details: "The model of the log's decisions, stopped on held-out users; its most likely level.",
    examples: [
      .prints(exampleLog + "\n(d |> imitate()).name", output: "imitate"),
      .fails("imitate(3)", message: "should be a Dataset"),
    ]
  ) { arguments, context in
    .native(
      try Policy.imitate(
        try arguments[log], seed: UInt64(try arguments[seed]), progress: context.progress))
  }.asStage
}
