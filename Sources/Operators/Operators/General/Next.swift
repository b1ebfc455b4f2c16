// `next`: a cell of a row after.
import Data
import OperatorKit

extension Operator {
  static let nextRow = neighbour(
    "next", "the cell of the row after", direction: -1,
    examples: [
      .prints(
        """
        log = market(users: 30, seed: 1) |> simulate()
            |> derive(by: user, order: day, gap: next(day) - day)
        min(log.gap) > 0
        """, output: "true"),
      .fails("next([1, 2])", message: "a list of numbers"),
    ])
}
