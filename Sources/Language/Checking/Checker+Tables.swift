// A table where a list or a column is asked for: another operator was meant. One message says which, and what else the
// call was given is not judged.

import OperatorKit
import Syntax
import Text

extension Checker {
  /// What to do instead of giving a table to an operator of lists, columns or single values; nil where it may be given.
  func hint(forTable value: CheckedExpression, to operation: Operator) -> String? {
    guard case .table(let schema) = value.type, let first = operation.parameters.first,
      !value.type.fits(first.type), ValueType.column(nil).fits(first.type)
    else { return nil }
    switch operation.name {
    case "filter": return "`where` keeps the rows of a table"
    case "map": return "`derive` adds columns to a table"
    case "sort_by": return "`sort` orders the rows of a table"
    case "count":
      return
        "`length` says how many rows it has, `summarize(by: …, n: count())` how many each group has"
    default: break
    }
    let column = schema?.entries.first {
      ValueType.column($0.type).fits(first.type) && $0.name.allSatisfy { $0.isLetter || $0 == "_" }
    }
    guard let column, let table = spelling(of: value) else {
      return "it takes a column; `derive`, `where` and `summarize` name the table's"
    }
    return
      "it takes a column: `\(table).\(column.name)`, or `\(column.name)` in `derive`, `where` and `summarize`"
  }
}
