// What a parameter asks for, in words and with its unit: "a whole number of users of at least 1", "a share
// from 0 to 1". Messages of the checker and of a running operator both take them from here.
import Reporting

extension ParameterDeclaration {
  /// "a whole number of days from 1 to 365", as messages say it.
  package var expectation: String {
    if !choices.isEmpty {
      return "one of " + choices.map { "\"\($0)\"" }.joined(separator: ", ")
    }
    return measured(type) + limits
  }

  /// "a column of numbers", with the unit in brackets, for a column that is named.
  package var columnExpectation: String {
    let kinds = (cells ?? []).map { ValueType.cell($0).plural }
    let phrase = kinds.isEmpty ? "a column" : "a column of \(ValueType.list(kinds))"
    return unit.isEmpty ? phrase : "\(phrase) (\(unit))"
  }

  private var limits: String {
    guard let bounds else { return "" }
    // A bound that large says only that there is none.
    switch (bounds.lowerBound > -1e15, bounds.upperBound < 1e15) {
    case (true, true):
      return " from \(Self.text(bounds.lowerBound)) to \(Self.text(bounds.upperBound))"
    case (true, false): return " of at least \(Self.text(bounds.lowerBound))"
    case (false, true): return " of at most \(Self.text(bounds.upperBound))"
    case (false, false): return ""
    }
  }

  private func measured(_ type: ValueType) -> String {
    switch type {
    case .number: one
    case .list(.number): "a list of \(several)"
    case .oneOf(let types): ValueType.list(types.map(measured))
    case .any, .none, .text, .boolean, .date, .range, .list, .record, .function, .table, .column,
      .native:
      type.phrase
    }
  }

  private var one: String {
    if isInteger { return unit.isEmpty ? "a whole number" : "a whole number of \(unit)" }
    if unit.isEmpty { return "a number" }
    if unit == "share" { return "a share" }
    return unit.hasPrefix("money") ? "an amount of \(unit)" : "a number of \(unit)"
  }

  private var several: String {
    if isInteger { return unit.isEmpty ? "whole numbers" : "whole numbers of \(unit)" }
    if unit.isEmpty { return "numbers" }
    if unit == "share" { return "shares" }
    return unit.hasPrefix("money") ? "amounts of \(unit)" : "numbers of \(unit)"
  }
}
