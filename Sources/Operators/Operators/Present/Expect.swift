// `expect`: a claim that the script checks.
import OperatorKit

private let condition = Parameter<Bool>("condition", "what should hold")
private let claim = Parameter<String>(
  "claim", "what it means, for the message", default: "the expectation", shown: "\"\"")

extension Operator {
  static let expect = Operator(
    "expect", .present, "stop the script when a claim does not hold",
    parameters: [condition.declaration, claim.declaration], positional: 2, returns: .none,
    details:
      "A script that stops here ends with exit code 3, so that a build can tell it from an error.",
    examples: [
      .prints("expect(1 + 1 == 2, \"arithmetic holds\")", output: ""),
      .fails("expect(2 > 3, \"two is more than three\")", message: "two is more than three"),
    ]
  ) { arguments, _ in
    guard try arguments[condition] else {
      throw OperatorError(
        "does not hold: \(try arguments[claim])", kind: .expectation, code: "E0604",
        parameter: "condition")
    }
    return .none
  }
}
