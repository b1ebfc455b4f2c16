// `hour`: the hour of a time, 0 to 23.
import Data
import OperatorKit

extension Operator {
  static let hour = datePart(
    "hour", "the hour of a time, 0 to 23",
    details: "A date without a time of day is midnight: 0.",
    examples: [
      .prints("hour(date(\"2024-02-29 18:30\"))", output: "18"),
      .fails("hour(\"2024-03-01\")", message: "found a text"),
    ]
  ) { $0.secondOfDay / 3600 }
}
