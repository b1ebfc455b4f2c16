// Why a column of a file is text though most of its cells look like something else: a few cells that are no numbers, a
// decimal comma, dates in another order. Nothing is repaired in silence: where nine in ten cells read as one
// thing, whoever reads the file is told what to ask for, and where half do, whoever needs a number there.

public struct ColumnRemark: Sendable, Hashable {
  /// What the cells look like.
  public enum Look: Sendable, Hashable {
    case number(CellFormat.DecimalMark?)
    /// Several orders where days and months cannot be told apart.
    case date([DateOrder])
    /// Numbers whose cells begin with a zero: codes, perhaps.
    case padded
    /// Numbers whose points all stand before three digits: thousands, perhaps.
    case grouped
    /// Texts of more digits than a number keeps: identifiers, perhaps.
    case long
  }

  public var column: String
  public var look: Look
  /// Their points stand between thousands, as far as anybody can see.
  public var isGrouped = false
  /// What stands beside the numbers, where the file was not read with it.
  public var unit: String?
  /// The file was read in a way that takes such cells for what they look like.
  public var isExpected: Bool
  /// Cells that are not missing.
  public var cells: Int
  /// Only the first rows of the file were looked at.
  public var isOfSample = false
  /// Those that look otherwise, and which they are: at most three of them.
  public var exceptions: Int
  public var examples: [String]
  /// How many different ones there are.
  public var kinds: Int
  /// All of them are marks or words that mean a missing cell somewhere, such as `-`.
  public var isMarked = false
  /// Line of the first exception.
  public var line: Int?

  public init(
    column: String, look: Look, isExpected: Bool, cells: Int, exceptions: Int = 0,
    examples: [String] = [], line: Int? = nil
  ) {
    self.column = column
    self.look = look
    self.isExpected = isExpected
    self.cells = cells
    self.exceptions = exceptions
    self.examples = examples
    kinds = examples.count
    self.line = line
  }

  /// Hardly a column that is meant to be text.
  public var isLikely: Bool { isMarked || Double(exceptions) <= 0.1 * Double(cells) }

  /// "`revenue` is text: 1 of its 200 cells is no number, `-` on line 43"
  public var message: String {
    if look == .padded {
      return "`\(column)` is read as numbers, without the zeros that its cells begin with"
    }
    if look == .grouped {
      return "`\(column)` is read with three decimals in every cell that has a point"
    }
    if look == .long {
      return "`\(column)` is text: its cells have more digits than a number keeps"
    }
    let kind =
      switch look {
      case .number, .padded, .grouped, .long: "number"
      case .date: "date"
      }
    let marks = examples.map { "`\($0)`" }.joined(separator: ", ")
    let place =
      line.map { examples.count == 1 ? " on line \($0)" : ", the first on line \($0)" } ?? ""
    let verb = exceptions == 1 ? "is no \(kind)" : "are no \(kind)s"
    let odd =
      "\(exceptions) of its \(isOfSample ? "first " : "")\(cells) cells \(verb), \(marks)\(place)"
    if isExpected { return "`\(column)` is text: \(odd)" }
    let usual =
      switch look {
      case .number(let mark) where unit != nil:
        "numbers with `\(unit ?? "")`"
          + (mark == .comma
            ? isGrouped ? " and points between thousands" : " and a decimal comma" : "")
      case .number(.comma): "numbers with a decimal comma"
      case .number(.point): "numbers with a decimal point, or commas between thousands"
      case .number(nil): "numbers with a decimal point"
      case .date(let orders): orders.count > 1 ? "dates" : "dates, \(words(orders[0]))"
      case .padded, .grouped, .long: "codes"
      }
    return "`\(column)` is text: its cells look like \(usual)" + (exceptions > 0 ? "; \(odd)" : "")
  }

  /// What to do about it: the arguments of `load` that would read it.
  public var remedy: String {
    var parts: [String] = []
    if !isExpected {
      switch look {
      case .number(let mark):
        let arguments = [
          unit.map { "units: [\"\($0)\"]" },
          mark == nil && unit != nil ? nil : "decimal: \"\((mark ?? .point).rawValue)\"",
        ]
        parts.append("`\(arguments.compactMap(\.self).joined(separator: ", "))` reads them")
      case .date(let orders):
        let texts = orders.map { "`dates: \"\($0.rawValue)\"`" }
        parts.append(texts.joined(separator: " or ") + " reads them")
      case .padded: parts.append("`text: [\"\(column)\"]` keeps them")
      case .long: parts.append("`derive(\(column): number(\(column)))` rounds them")
      case .grouped: parts.append("if these are thousands, `decimal: \",\"` reads them")
      }
    }
    if exceptions > 0 {
      let texts = examples.map { "\"\($0)\"" }.joined(separator: ", ")
      let them = exceptions == 1 ? "it" : "them"
      let more = kinds > examples.count ? " and so on" : ""
      parts.append(
        "mend \(them) in the file, or take \(them) for missing: `missing: [\(texts)]`\(more)")
    }
    return parts.joined(separator: "; ")
  }

  private func words(_ order: DateOrder) -> String {
    switch order {
    case .yearFirst: "the year first"
    case .dayFirst: "the day first"
    case .monthFirst: "the month first"
    }
  }
}

extension ColumnRemark {
  /// What is worth saying of a column of texts, and the row of its first exception.
  static func about(
    _ column: String, _ text: TextColumn, _ format: CellFormat
  ) -> (remark: ColumnRemark, row: Int?)? {
    var counts = [Int](repeating: 0, count: text.levels.count)
    for code in text.codes where code >= 0 { counts[Int(code)] += 1 }
    let cells = counts.reduce(0, +)
    guard cells > 0 else { return nil }
    let levels = text.levels.map { trimmed(Array($0.utf8)[...]) }
    let unit = levels.prefix(100).lazy.compactMap { CellFormat.unit(in: $0) }.first
    let best = readings(format, unit: unit).map { reading in
      (reading: reading, score: share(reading, levels, counts, of: cells))
    }.max { $0.score < $1.score }
    guard let best, best.score >= 0.5 else { return nil }
    let reading = best.reading
    let odd = levels.indices.filter { counts[$0] > 0 && !reading.reads(levels[$0]) }
    let exceptions = odd.reduce(0) { $0 + counts[$1] }
    // A column as it should be has no remark, such as one of dates that says so.
    guard exceptions > 0 || !reading.isExpected else { return nil }
    let oddCodes = Set(odd.map(Int32.init))
    var remark = ColumnRemark(
      column: column, look: reading.look(levels), isExpected: reading.isExpected, cells: cells,
      exceptions: exceptions, examples: odd.prefix(3).map { text.levels[$0] })
    remark.unit = reading.newUnit
    remark.kinds = odd.count
    remark.isMarked =
      (1...3).contains(odd.count) && odd.allSatisfy { Self.meansMissing(text.levels[$0]) }
    if remark.look == .number(nil), remark.unit != nil {
      var grouping = GroupingLook.none
      for level in levels where reading.reads(level) {
        grouping.see(reading.format.withoutUnit(level)?.number ?? level)
      }
      if grouping == .thousands || grouping == .once {
        remark.look = .number(.comma)
        remark.isGrouped = true
      }
    }
    return (remark, text.codes.firstIndex(where: oddCodes.contains))
  }

  /// `-`, `?`, `#N/A`, `k.A.`: nothing that anybody would count.
  private static func meansMissing(_ text: String) -> Bool {
    let word = text.lowercased().filter { $0.isLetter || $0.isNumber }
    return word.isEmpty
      || ["na", "nv", "ka", "keineangabe", "none", "nil", "unknown"].contains(word)
  }

  /// The share of cells that a reading takes; 0 as soon as the cells of the first hundred levels speak against it.
  private static func share(
    _ reading: Reading, _ levels: [ArraySlice<UInt8>], _ counts: [Int], of cells: Int
  ) -> Double {
    func read(_ part: Range<Int>) -> Int {
      part.reduce(0) { $0 + (reading.reads(levels[$1]) ? counts[$1] : 0) }
    }
    let sample = levels.indices.prefix(100)
    guard read(sample) * 2 >= counts[sample].reduce(0, +) else { return 0 }
    return Double(read(levels.indices)) / Double(cells)
  }

  /// One way to read a cell.
  private struct Reading {
    var format: CellFormat
    var order: DateOrder?
    var isExpected: Bool
    /// A unit that the file was not read with.
    var newUnit: String?

    func reads(_ text: ArraySlice<UInt8>) -> Bool {
      if let order { return Moment(text, order) != nil }
      return format.number(text) != nil
    }

    func look(_ levels: [ArraySlice<UInt8>]) -> Look {
      guard let order else { return .number(format.decimal) }
      guard order != .yearFirst, !isExpected else { return .date([order]) }
      // Where no day is above twelve, both orders read them all.
      let other: DateOrder = order == .dayFirst ? .monthFirst : .dayFirst
      let isOpen = levels.allSatisfy {
        (Moment($0, order) == nil) == (Moment($0, other) == nil)
      }
      return .date(isOpen ? [.dayFirst, .monthFirst] : [order])
    }
  }

  /// Of equally good ones the first is taken: the file's own, if it is among them.
  private static func readings(_ format: CellFormat, unit: String?) -> [Reading] {
    func number(_ mark: CellFormat.DecimalMark?, _ unit: String?) -> Reading {
      var other = format
      other.decimal = mark
      other.units += unit.map { [$0] } ?? []
      let isExpected = mark == format.decimal && unit == nil
      return Reading(format: other, isExpected: isExpected, newUnit: unit)
    }
    let marks: [CellFormat.DecimalMark?] = [.point, .comma]
    let others = marks.filter { $0 != format.decimal }
    let orders = DateOrder.allCases.map {
      Reading(format: format, order: $0, isExpected: $0 == format.dates)
    }
    return [number(format.decimal, nil)] + orders.filter(\.isExpected)
      + (unit == nil ? [] : ([format.decimal] + others).map { number($0, unit) })
      + others.map { number($0, nil) } + orders.filter { !$0.isExpected }
  }
}
