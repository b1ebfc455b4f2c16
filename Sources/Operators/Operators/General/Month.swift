// `month`: the month of a date, 1 to 12.
import Data
import OperatorKit

extension Operator {
  static let month = datePart(
    "month", "the month of a date, 1 to 12",
    examples: [
      .prints("month(date(\"2024-02-29\"))", output: "2"),
      .fails("month(\"2024-03-01\")", message: "found a text"),
    ]
  ) { $0.civil.month }
}
