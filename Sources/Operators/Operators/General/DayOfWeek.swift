// `day_of_week`: the day of a date in its week, 1 for Monday to 7 for Sunday.
import Data
import OperatorKit

extension Operator {
  static let dayOfWeek = datePart(
    "day_of_week", "the day of a date in its week, 1 for Monday to 7 for Sunday",
    examples: [
      .prints("day_of_week(date(\"2024-02-29\"))", output: "4"),
      .fails("day_of_week(\"2024-03-01\")", message: "found a text"),
    ]
  ) { $0.dayOfWeek }
}
