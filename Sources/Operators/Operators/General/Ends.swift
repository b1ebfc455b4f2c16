// What `first` and `last` share.
import Data
import OperatorKit

private let over = Parameter<Either<Column, Elements>>("over", "a list, a range or a column")

extension Operator {
  static func endOfRows(_ name: String, _ summary: String, last: Bool, examples: [Example])
    -> Operator
  {
    Operator(
      name, .general, summary, parameters: [over.declaration], returns: .any,
      refine: { elementType($0.types["over"]) },
      details: """
        In `summarize`, and in `derive` with `by`, the cell of each group's \(name) row: by `order` when it is given,
        else in the order of the table. A missing cell is an answer too.
        """,
      examples: examples
    ) { arguments, context in
      let elements: [Value]
      switch try arguments[over] {
      case .first(let column):
        if let rows = context.groups(column.count) {
          return .column(rows.spread(rows.ends(column, last: last)))
        }
        elements = column.cells
      case .second(let list): elements = list.values
      }
      guard let element = last ? elements.last : elements.first else {
        throw OperatorError.argument("over", "`\(name)` needs at least one element, found none")
      }
      return element
    }
  }
}
