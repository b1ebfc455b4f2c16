// How the cells of a file are written, where that is not the usual way: 1.234,50 € and 01.03.2024.

public struct CellFormat: Sendable, Hashable {
  /// What stands before a fraction.
  public enum DecimalMark: String, Sendable, Hashable, CaseIterable {
    case point = "."
    case comma = ","

    var byte: UInt8 { self == .point ? 46 : 44 }
    /// The other mark, which may stand between groups of three digits.
    var groups: UInt8 { self == .point ? 44 : 46 }
  }

  /// When one is given, the other mark may group thousands; by default it is a point without groups.
  public var decimal: DecimalMark?
  public var dates: DateOrder
  /// What means a missing cell, beside the usual.
  public var missing: Set<String>
  /// Names of columns that are texts whatever they look like, such as codes that begin with 0; `*` stands for any letters.
  public var texts: [String]
  /// What may stand beside a number, such as `€`; with `%` the number is divided by a hundred.
  public var units: [String]
  public var encoding: TextEncoding

  public init(
    decimal: DecimalMark? = nil, dates: DateOrder = .yearFirst, missing: Set<String> = [],
    texts: [String] = [], units: [String] = [], encoding: TextEncoding = .utf8
  ) {
    self.texts = texts
    self.units = units
    self.encoding = encoding
    self.decimal = decimal
    self.dates = dates
    self.missing = missing
  }

  /// A text as a number; nil when it is none.
  public func number(_ text: String) -> Double? {
    number(trimmed(Array(text.utf8)[...]))
  }

  func number(_ text: ArraySlice<UInt8>) -> Double? {
    guard let (number, isPercent) = withoutUnit(text) else { return plainNumber(text) }
    return plainNumber(number).map { isPercent ? $0 / 100 : $0 }
  }

  private func plainNumber(_ text: ArraySlice<UInt8>) -> Double? {
    guard let decimal else { return Data.number(text) }
    let text = groupsMarked(text, as: decimal.groups)
    guard text.contains(decimal.groups) || decimal == .comma else { return Data.number(text) }
    guard let plain = ungrouped(text, decimal) else { return nil }
    return Data.number(plain)
  }

  /// With a point before the fraction and nothing between groups; nil when a group is not of three digits.
  private func ungrouped(_ text: ArraySlice<UInt8>, _ decimal: DecimalMark) -> ArraySlice<UInt8>? {
    let whole = text.prefix { $0 != decimal.byte }
    let fraction = text[whole.endIndex...]
    guard !fraction.dropFirst().contains(where: { $0 == 44 || $0 == 46 }) else { return nil }
    let sign = whole.prefix { $0 == 43 || $0 == 45 }
    let groups = whole.dropFirst(sign.count).split(
      separator: decimal.groups, omittingEmptySubsequences: false)
    if groups.count > 1 {
      guard let first = groups.first, (1...3).contains(first.count),
        groups.dropFirst().allSatisfy({ $0.count == 3 })
      else { return nil }
    }
    let point: [UInt8] = fraction.isEmpty ? [] : [46]
    return (Array(sign) + groups.joined() + point + fraction.dropFirst())[...]
  }
}

/// In which order a date is written.
public enum DateOrder: String, Sendable, Hashable, CaseIterable {
  /// 2024-03-01, as ISO 8601 has it.
  case yearFirst = "year-month-day"
  /// 01.03.2024, 1/3/2024
  case dayFirst = "day-month-year"
  /// 3/1/2024
  case monthFirst = "month-day-year"
}
