// `random`: every level with the same probability.
import Data
import Learning
import OperatorKit

private let log = Parameter<Dataset>("dataset", "the log whose levels are drawn")

extension Operator {
  static let random = Operator(
    "random", .learn, "the policy that draws a level for everybody",
    parameters: [log.declaration], returns: .native(Policy.nativeType),
    examples: [
      .prints(exampleLog + "\n(d |> random()).levels |> length()", output: "21"),
      .fails("random()", message: "`dataset`"),
    ]
  ) { arguments, _ in .native(Policy.random(levels: try arguments[log].levels)) }
}
