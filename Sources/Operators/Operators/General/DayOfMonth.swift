// `day_of_month`: the day of a date in its month, 1 to 31.
import Data
import OperatorKit

extension Operator {
  static let dayOfMonth = datePart(
    "day_of_month", "the day of a date in its month, 1 to 31",
    examples: [
      .prints("day_of_month(date(\"2024-02-29\") + 1)", output: "1"),
      .fails("day_of_month(\"2024-03-01\")", message: "found a text"),
    ]
  ) { $0.civil.day }
}
