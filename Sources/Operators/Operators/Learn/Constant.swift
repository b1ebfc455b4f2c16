// `constant`: one coupon for everybody.
import Data
import Learning
import OperatorKit
import Reporting

private let level = Parameter<Either<Double, String>>(
  "level", "the coupon: its value, or its label when levels are texts")

extension Operator {
  static let constant = Operator(
    "constant", .learn, "the policy that gives everybody one coupon",
    parameters: [level.declaration], returns: .native(Policy.nativeType),
    details:
      "The level is found when the policy meets a log or a market; one that they lack is refused then.",
    examples: [
      .prints("constant(0.5).name", output: "constant 0.5"),
      .fails(
        "market(users: 10, seed: 1) |> rollout(constant(7))", message: "no coupon level 7"),
    ]
  ) { arguments, _ in
    switch try arguments[level] {
    case .first(let value):
      return .native(Policy.constant(ActionLevel(label: NumberText.exact(value), value: value)))
    case .second(let label):
      return .native(Policy.constant(ActionLevel(label: label, value: 0, isText: true)))
    }
  }
}
