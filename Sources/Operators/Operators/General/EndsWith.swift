// `ends_with`: whether a text ends with another.
import OperatorKit

extension Operator {
  static let endsWith = textTest(
    "ends_with", "whether a text ends with another",
    examples: [
      .prints("ends_with(\"a.csv\", \".csv\")", output: "true"),
      .fails("ends_with(\"a.csv\")", message: "part"),
    ]
  ) { $0.hasSuffix($1) }
}
