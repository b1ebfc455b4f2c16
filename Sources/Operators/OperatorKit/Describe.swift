// What a value shows. One function from any value to a report; the renderers decide how it looks.
package import Data
package import Reporting

/// The display of a value. Tables and columns show at most `rowLimit` rows (all of them when nil: a
/// display is cut only where somebody looks at it, never on its way to a file).
package func describe(_ value: Value, rowLimit: Int? = 10) -> Report {
  switch value {
  case .none: Report()
  case .number, .boolean, .date, .range, .function: Report([.line(inline(value))])
  case .text(let text): Report([.line(text)])
  case .table(let table): Report([.table(preview(table, rowLimit: rowLimit))])
  case .column(let column, _):
    Report([
      .table(preview(Table(names: ["column"], columns: [column]), rowLimit: rowLimit))
    ])
  case .record(let record):
    Report([
      .card(
        Card(
          title: "",
          facts: zip(record.names, record.values).map { Card.Fact($0, inline($1)) }))
    ])
  case .list(let values): describe(values, rowLimit: rowLimit)
  case .native(let native): native.display()
  }
}

/// Records of one shape become a table, values with displays of their own follow each other, anything
/// else is one line.
private func describe(_ values: [Value], rowLimit: Int?) -> Report {
  let records = values.compactMap { value -> Record? in
    guard case .record(let record) = value else { return nil }
    return record
  }
  if let first = records.first, records.count == values.count,
    records.allSatisfy({ $0.names == first.names })
  {
    let shown = rowLimit.map { records.prefix($0) } ?? records[...]
    return Report([
      .table(
        TableBlock(
          columns: first.names.enumerated().map { index, name in
            let isNumber = records.allSatisfy { $0.values[index].type == .number }
            return .init(name, alignment: isNumber ? .right : .left)
          },
          rows: shown.map { $0.values.map { inline($0) } }, totalRows: records.count))
    ])
  }
  let isNative = values.contains {
    if case .native = $0 { true } else { false }
  }
  if isNative { return Report(values.flatMap { describe($0, rowLimit: rowLimit).blocks }) }
  return Report([.line(inline(.list(values)))])
}

/// A value within a line: texts inside lists are quoted, long lists say how long they are, and what nests
/// beyond all reading ends in dots.
package func inline(_ value: Value, quoted: Bool = false) -> String {
  var room = 10_000
  return inline(value, quoted: quoted, &room)
}

private func inline(_ value: Value, quoted: Bool, _ room: inout Int) -> String {
  room -= 1
  guard room > 0 else { return "…" }
  switch value {
  case .none: return "none"
  case .number(let number): return NumberText.display(number)
  case .text(let text): return quoted ? "\"\(text)\"" : text
  case .boolean(let boolean): return boolean ? "true" : "false"
  case .date(let moment): return moment.description
  case .range(let range):
    return "\(NumberText.display(range.start))..\(NumberText.display(range.end))"
      + (range.step == 1 ? "" : " by \(NumberText.display(range.step))")
  case .list(let values):
    var parts: [String] = []
    let years = values.count > 1 && areYears(values)
    for value in values.prefix(40) where room > 0 {
      if years, case .number(let year) = value {
        parts.append(NumberText.exact(year))
        room -= 1
      } else {
        parts.append(inline(value, quoted: true, &room))
      }
    }
    return "[" + parts.joined(separator: ", ")
      + (values.count > 40 ? ", … \(NumberText.display(values.count)) in all]" : "]")
  case .record(let record):
    var parts: [String] = []
    for (name, value) in zip(record.names, record.values) where room > 0 {
      parts.append("\(Greek.spelling(of: name)): \(inline(value, quoted: true, &room))")
    }
    return "{" + parts.joined(separator: ", ") + "}"
  case .function(let function):
    let count = function.parameterCount
    return "function of \(count) argument\(count == 1 ? "" : "s")"
  case .table, .column, .native: return summary(of: value)
  }
}

/// One line that says what a value is: what the prompt answers to a binding.
package func summary(of value: Value) -> String {
  switch value {
  case .table(let table):
    "Table, \(count(table.rowCount, "row")) × \(count(table.names.count, "column"))"
  case .column(let column, _): "column, \(count(column.count, column.columnType.rawValue))"
  case .native(let native): native.headline
  case .list(let values): "list of \(NumberText.display(values.count))"
  case .none, .number, .text, .boolean, .date, .range, .record, .function:
    inline(value, quoted: true)
  }
}

/// `1 row`, `148,210 rows`.
package func count(_ number: Int, _ noun: String) -> String {
  "\(NumberText.display(number)) \(noun)\(number == 1 ? "" : "s")"
}

/// `41%`: a share as people say it; the exact one is in the value's fields.
package func wholePercent(_ share: Double) -> String {
  "\(NumberText.fixed(share * 100, decimals: 0))%"
}

/// Whether numbers read as years, which nobody writes with a comma: all of them whole, from 1900 to 2100.
private func areYears(_ values: [Double]) -> Bool {
  var areThere = false
  for value in values where !value.isNaN {
    guard (1900...2100).contains(value), value == value.rounded() else { return false }
    areThere = true
  }
  return areThere
}

private func areYears(_ values: [Value]) -> Bool {
  let numbers = values.compactMap { value -> Double? in
    if case .number(let number) = value { number } else { nil }
  }
  return numbers.count == values.count && areYears(numbers)
}

/// Each cell as it stands in a text.
package func shown(_ column: Column) -> [String] {
  switch column {
  case .number(let values):
    areYears(values)
      ? values.map { $0.isNaN ? NumberText.missing : NumberText.exact($0) }
      : values.map { inline(.number($0)) }
  case .text(let text):
    text.codes.map { $0 < 0 ? NumberText.missing : text.levels[Int($0)] }
  case .boolean, .date:
    column.cells.map { if case .none = $0 { NumberText.missing } else { inline($0) } }
  }
}

/// The first rows of a table with the types of its columns.
package func preview(_ table: Table, rowLimit: Int?) -> TableBlock {
  let shown = min(table.rowCount, rowLimit ?? table.rowCount)
  let cells = table.columns.map { column -> [String] in
    switch column {
    case .number(let values):
      areYears(values)
        ? values.prefix(shown).map { $0.isNaN ? NumberText.missing : NumberText.exact($0) }
        : NumberText.column(Array(values.prefix(shown)))
    case .boolean(let values): values.prefix(shown).map { $0 ? "true" : "false" }
    case .date(let values):
      values.prefix(shown).map {
        $0.isNaN ? NumberText.missing : Moment(seconds: $0).description
      }
    case .text(let text):
      text.codes.prefix(shown).map { $0 < 0 ? NumberText.missing : text.levels[Int($0)] }
    }
  }
  return TableBlock(
    columns: zip(table.names, table.columns).map { name, column in
      .init(
        name, unit: column.columnType.rawValue,
        alignment: column.columnType == .number ? .right : .left)
    },
    rows: (0..<shown).map { row in cells.map { $0[row] } }, totalRows: table.rowCount)
}
