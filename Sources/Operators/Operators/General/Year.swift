// `year`: the year of a date.
import Data
import OperatorKit

extension Operator {
  static let year = datePart(
    "year", "the year of a date",
    examples: [
      .prints("year(date(\"2024-02-29\"))", output: "2,024"),
      .fails("year(\"2024-03-01\")", message: "found a text"),
    ]
  ) { $0.civil.year }
}
