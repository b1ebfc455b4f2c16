// What `previous` and `next` share: a look along the rows of a group.
import Data
import OperatorKit

private let x = Parameter<Column>("x", "a column")
private let steps = Parameter<Int>(
  "steps", "how many rows away", default: 1, shown: "1", in: 0...1e9)

extension Operator {
  static func neighbour(
    _ name: String, _ summary: String, direction: Int, examples: [Example]
  ) -> Operator {
    Operator(
      name, .general, summary, parameters: [x.declaration, steps.declaration], positional: 2,
      returns: .column(nil),
      refine: { call in
        // A boolean cannot be missing, which is what the end of a group is.
        call.types["x"] == .column(.boolean) ? .column(.number) : call.types["x"] ?? .column(nil)
      },
      details: """
        In `derive`, within the row's group `by` and in its `order`. It is missing where there is no such row.
        Booleans become 0 and 1.
        """,
      examples: examples
    ) { arguments, context in
      let column = try arguments[x]
      let rows = context.sequence(column.count)
      return .column(rows.shifted(column, by: direction * (try arguments[steps])))
    }
  }
}
