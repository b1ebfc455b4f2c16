// `previous`: a cell of a row before.
import Data
import OperatorKit

extension Operator {
  static let previousRow = neighbour(
    "previous", "the cell of the row before", direction: 1,
    examples: [
      .prints(
        """
        log = market(users: 30, seed: 1) |> simulate()
            |> derive(by: user, order: day, gap: day - previous(day))
        min(log.gap) > 0
        """, output: "true"),
      .fails("previous([1, 2])", message: "a list of numbers"),
    ])
}
