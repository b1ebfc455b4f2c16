// `load`: a table from a CSV file.
import Data
import OperatorKit
import Reporting

private let path = Parameter<String>("path", "a CSV file, relative to the script")
private let decimal = Parameter<String?>.optional(
  "decimal", "what stands before a fraction; the other of point and comma may then group thousands",
  choices: CellFormat.DecimalMark.allCases.map(\.rawValue))
private let dates = Parameter<String>(
  "dates", "in which order dates are written", default: DateOrder.yearFirst.rawValue,
  shown: "\"\(DateOrder.yearFirst.rawValue)\"", choices: DateOrder.allCases.map(\.rawValue))
private let missing = Parameter<[String]>(
  "missing", "texts that mean a missing cell, beside the usual", default: [], shown: "[]")
private let texts = Parameter<[String]>(
  "text", "columns that stay texts, such as codes that begin with 0; `*` for any letters",
  default: [], shown: "[]")
private let units = Parameter<[String]>(
  "units", "what stands beside numbers, such as \"€\"; with \"%\" they are divided by a hundred",
  default: [], shown: "[]")
private let encoding = Parameter<String>(
  "encoding", "how letters are stored; UTF-16 is recognised", default: TextEncoding.utf8.rawValue,
  shown: "\"\(TextEncoding.utf8.rawValue)\"", choices: TextEncoding.allCases.map(\.rawValue))

extension Operator {
  static let load = Operator(
    "load", .data, "read a table from a CSV file",
    parameters: [
      path.declaration, decimal.declaration, dates.declaration, missing.declaration,
      texts.declaration, units.declaration, encoding.declaration,
    ], returns: .table(nil),
    refine: { call in
      guard case .text(let path) = call.constants["path"] else { return .table(nil) }
      guard let format = cellFormat(call) else { return .table(nil) }
      return .table(call.header(path, format))
    },
    verify: { call in
      guard let path = call.constants["path"].flatMap(String.init), let format = cellFormat(call),
        let header = call.header(path, format)
      else { return nil }
      return unknownText(format, among: header.names)
    },
    details: """
      The first line names the columns. Commas, semicolons, tabs and `|` are recognised, quotes may hold line
      breaks, and an empty cell, `NA`, `N/A`, `NaN` or `null` is missing. A column whose cells are all numbers is
      a number column, `true` and `false` make a boolean one, anything else is text; so are numbers with more digits than
      a number keeps, such as long customer numbers, and a note says so. A file that is not a
      table is refused with the line that is wrong. A column of dates (`2024-03-01`, `2024-03-01 12:30:00`) is a
      date column.

      Other ways to write numbers and dates are read when you say so, and never guessed: `decimal: ","` reads
      `1.234,50`, `dates: "day-month-year"` reads `01.03.2024`, `1/3/2024 14:30` and `1-Mar-2024`, `missing: ["-"]` takes such cells
      for missing, `text: ["postcode"]` keeps codes as they are, `units: ["€", "%"]` reads `15 €` and takes `12%` for 0.12. Where a column is text though nearly all of its cells look like numbers or dates, a note says
      which cells do not, and what to ask for.
      """,
    examples: [
      .prints(
        """
        market(users: 5, seed: 1) |> simulate() |> save("small.csv")
        load("small.csv") |> columns() |> length()
        """, output: "wrote small.csv\n50"),
      .prints(
        """
        market(users: 5, seed: 1) |> simulate() |> save("small.csv")
        sum((load("small.csv", missing: ["0"]) |> describe()).missing) > 0
        """, output: "wrote small.csv\ntrue"),
      .fails("load(\"no such file.csv\")", message: "there is no file"),
      .fails("load(\"no such file.csv\", decimal: \"'\")", message: "should be"),
    ]
  ) { arguments, context in
    let name = try arguments[path]
    let table = try blaming("path") {
      try Table.read(
        path: context.resolve(name), format: try cellFormat(arguments), progress: context.progress)
    }
    if let problem = unknownText(try cellFormat(arguments), among: table.names) { throw problem }
    for remark in table.remarks where remark.isLikely {
      context.emit(
        Report([.message("\(remark.message); \(remark.remedy)", severity: .note)]))
    }
    context.didRead(name, table.digest.description)
    return .table(table)
  }
}

/// A column that is to stay text and is not there.
private func unknownText(_ format: CellFormat, among names: [String]) -> OperatorError? {
  let unknown = format.texts.first { text in !names.contains { matches($0, pattern: text) } }
  return unknown.map { text in
    .argument(
      "text", "no column `\(text)`", hint: OperatorError.question(about: text, among: names))
  }
}

private func cellFormat(_ arguments: Arguments) throws -> CellFormat {
  CellFormat(
    decimal: try arguments[decimal].flatMap(CellFormat.DecimalMark.init),
    dates: DateOrder(rawValue: try arguments[dates]) ?? .yearFirst,
    missing: Set(try arguments[missing]), texts: try arguments[texts],
    units: try arguments[units],
    encoding: TextEncoding(rawValue: try arguments[encoding]) ?? .utf8)
}

/// Nil when only the run knows it.
private func cellFormat(_ call: CallTypes) -> CellFormat? {
  guard let decimal = call.constant(decimal), let dates = call.constant(dates),
    let missing = call.constant(missing), let texts = call.constant(texts),
    let units = call.constant(units), let encoding = call.constant(encoding)
  else { return nil }
  return CellFormat(
    decimal: decimal.flatMap(CellFormat.DecimalMark.init),
    dates: DateOrder(rawValue: dates) ?? .yearFirst, missing: Set(missing), texts: texts,
    units: units, encoding: TextEncoding(rawValue: encoding) ?? .utf8)
}
