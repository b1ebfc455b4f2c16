// `load`: a table from a CSV file.
import Data
import OperatorKit

private let path = Parameter<String>("path", "a CSV file, relative to the script")

extension Operator {
  static let load = Operator(
    "load", .data, "read a table from a CSV file", parameters: [path.declaration],
    returns: .table(nil),
    refine: { call in
      guard case .text(let path) = call.constants["path"] else { return .table(nil) }
      return .table(call.header(path))
    },
    details: """
      The first line names the columns. Commas, semicolons and tabs are recognised, quotes may hold line
      breaks, and an empty cell, `NA`, `NaN` or `null` is missing. A column whose cells are all numbers is
      a number column, `true` and `false` make a boolean one, anything else is text. A file that is not a
      table is refused with the line that is wrong. A column of dates (`2024-03-01`, `2024-03-01 12:30:00`) is a
      date column.
      """,
    examples: [
      .prints(
        """
        market(users: 5, seed: 1) |> simulate() |> save("small.csv")
        load("small.csv") |> columns() |> length()
        """, output: "wrote small.csv\n50"),
      .fails("load(\"no such file.csv\")", message: "there is no file"),
    ]
  ) { arguments, context in
    let name = try arguments[path]
    let table = try blaming("path") {
      try Table.read(path: context.resolve(name), progress: context.progress)
    }
    context.didRead(name, table.digest.description)
    return .table(table)
  }
}
