// The operations of row expressions, a whole column at a time.
//
// Missing cells: arithmetic with one is missing; a comparison with one is false, whichever comparison
// it is, `!=` too (so `where` never lets an unknown through; `is_missing` and `== none` ask for it). Booleans are
// never missing. Division by zero and powers without a real value are missing, not infinite: a
// column that is later summed must not turn infinite because of one row. What is only too large is infinite.

extension ColumnOperand {
  /// `left operation right`; a single value is used for every row.
  public static func combine(
    _ operation: ColumnOperation, _ left: ColumnOperand, _ right: ColumnOperand
  ) throws(ColumnError) -> ColumnOperand {
    if let a = left.count, let b = right.count, a != b {
      throw .lengths(operation: operation.rawValue, left: a, right: b)
    }
    switch operation {
    case .add where left.type == .text && right.type == .text: return joined(left, right)
    case .add where left.type == .date || right.type == .date,
      .subtract where left.type == .date || right.type == .date:
      return try onCalendar(operation, left, right)
    case .add: return try arithmetic(operation, left, right) { $0 + $1 }
    case .subtract: return try arithmetic(operation, left, right) { $0 - $1 }
    case .multiply: return try arithmetic(operation, left, right) { $0 * $1 }
    case .divide: return try arithmetic(operation, left, right) { $1 == 0 ? .nan : $0 / $1 }
    case .remainder: return try arithmetic(operation, left, right, Arithmetic.remainder)
    case .power: return try arithmetic(operation, left, right, Arithmetic.power)
    case .equal: return try equality(operation, left, right, wanted: true)
    case .notEqual: return try equality(operation, left, right, wanted: false)
    case .less: return try comparison(operation, left, right, { $0 < $1 }, { $0 < $1 })
    case .lessOrEqual: return try comparison(operation, left, right, { $0 <= $1 }, { $0 <= $1 })
    case .greater: return try comparison(operation, left, right, { $0 > $1 }, { $0 > $1 })
    case .greaterOrEqual: return try comparison(operation, left, right, { $0 >= $1 }, { $0 >= $1 })
    case .and: return try logic(operation, left, right) { $0 && $1 }
    case .or: return try logic(operation, left, right) { $0 || $1 }
    }
  }

  /// `-x`
  public func negated() throws(ColumnError) -> ColumnOperand {
    switch self {
    case .number(let value): return .number(-value)
    case .column(.number(let values)): return .column(.number(values.map { -$0 }))
    case .missing: return .missing
    case .text, .boolean, .date, .column:
      throw .wrongOperand(operation: "-", expected: "a number", found: type)
    }
  }

  /// `not x`
  public func inverted() throws(ColumnError) -> ColumnOperand {
    switch self {
    case .boolean(let value): return .boolean(!value)
    case .column(.boolean(let values)): return .column(.boolean(values.map { !$0 }))
    case .number, .text, .date, .missing, .column:
      throw .wrongOperand(operation: "not", expected: "a boolean", found: type)
    }
  }

  /// `is_missing(x)`
  public func isMissing() -> ColumnOperand {
    switch self {
    case .missing: .boolean(true)
    case .number(let value): .boolean(value.isNaN)
    case .text, .boolean, .date: .boolean(false)
    case .column(.number(let values)), .column(.date(let values)):
      .column(.boolean(values.map(\.isNaN)))
    case .column(.text(let text)): .column(.boolean(text.codes.map { $0 < 0 }))
    case .column(.boolean(let values)):
      .column(.boolean([Bool](repeating: false, count: values.count)))
    }
  }

  /// `x in [a, b]`: equal to any of single values. Each cell is looked up, so that many members cost no more than few.
  public func isIn(_ members: [ColumnOperand]) throws(ColumnError) -> ColumnOperand {
    for member in members {
      if let type = member.type, let own = self.type, type != own {
        throw .needs(operation: "in", expected: "values of one type", left: own, right: type)
      }
    }
    let takesMissing = members.contains(.missing)
    switch self {
    case .column(.number(let values)), .column(.date(let values)):
      var coder = DenseCoder()
      for member in members {
        if let number = member.number { _ = coder.code(for: bits(number)) }
      }
      return .column(
        .boolean(values.map { $0.isNaN ? takesMissing : coder.known(bits($0)) != nil }))
    case .column(.text(let column)):
      let texts = Set(members.compactMap { if case .text(let text) = $0 { text } else { nil } })
      let matches = column.levels.map(texts.contains)
      return .column(
        .boolean(column.codes.map { $0 < 0 ? takesMissing : matches[Int($0)] }))
    case .column(.boolean(let values)):
      let has = (true: members.contains(.boolean(true)), false: members.contains(.boolean(false)))
      return .column(.boolean(values.map { $0 ? has.true : has.false }))
    case .number, .text, .boolean, .date, .missing: return .boolean(members.contains(self))
    }
  }

  /// `if condition then a else b`, row by row.
  public static func select(
    _ condition: ColumnOperand, _ yes: ColumnOperand, _ no: ColumnOperand
  ) throws(ColumnError) -> ColumnOperand {
    if case .boolean(let value) = condition { return value ? yes : no }
    guard case .column(.boolean(let mask)) = condition else {
      throw .wrongOperand(operation: "if", expected: "a boolean", found: condition.type)
    }
    for count in [yes.count, no.count].compactMap({ $0 }) where count != mask.count {
      throw .lengths(operation: "if", left: mask.count, right: count)
    }
    switch (yes.type ?? no.type, no.type ?? yes.type) {
    case (.text, .text):
      let (a, b) = (TextCells(yes), TextCells(no))
      return .column(.text(TextColumn(mask.indices.map { mask[$0] ? a[$0] : b[$0] })))
    case (.boolean, .boolean) where yes.type != nil && no.type != nil:
      let (a, b) = (BooleanCells(yes), BooleanCells(no))
      return .column(.boolean(mask.indices.map { mask[$0] ? a[$0] : b[$0] }))
    case (.date, .date):
      let (a, b) = (NumberCells(yes), NumberCells(no))
      return .column(.date(mask.indices.map { mask[$0] ? a[$0] : b[$0] }))
    case (.number, .number), (nil, nil):
      let (a, b) = (NumberCells(yes), NumberCells(no))
      return .column(.number(mask.indices.map { mask[$0] ? a[$0] : b[$0] }))
    default:
      throw .needs(
        operation: "if", expected: "two values of one type", left: yes.type, right: no.type)
    }
  }
}

extension ColumnOperand {
  /// A single number, or a date as one; nil where it is missing.
  private var number: Double? {
    switch self {
    case .number(let value): value.isNaN ? nil : value
    case .date(let moment): moment.seconds
    case .column, .text, .boolean, .missing: nil
    }
  }

  private static func arithmetic(
    _ operation: ColumnOperation, _ left: ColumnOperand, _ right: ColumnOperand,
    _ compute: (Double, Double) -> Double
  ) throws(ColumnError) -> ColumnOperand {
    guard left.type ?? .number == .number, right.type ?? .number == .number else {
      let expected = operation == .add ? "two numbers or two texts" : "numbers"
      throw .needs(
        operation: operation.rawValue, expected: expected, left: left.type, right: right.type)
    }
    let (a, b) = (NumberCells(left), NumberCells(right))
    guard let count = left.count ?? right.count else { return .number(compute(a[0], b[0])) }
    return .column(.number((0..<count).map { compute(a[$0], b[$0]) }))
  }

  /// Days are added to a date, and the difference of two dates is in days.
  private static func onCalendar(
    _ operation: ColumnOperation, _ left: ColumnOperand, _ right: ColumnOperand
  ) throws(ColumnError) -> ColumnOperand {
    let (a, b) = (NumberCells(left), NumberCells(right))
    let day = Moment.secondsOfDay
    func each(_ compute: (Double, Double) -> Double) -> [Double] {
      (0..<(left.count ?? right.count ?? 1)).map { compute(a[$0], b[$0]) }
    }
    let isColumn = left.count != nil || right.count != nil
    let moved: [Double]
    switch (operation, left.type ?? .number, right.type ?? .number) {
    case (.subtract, .date, .date):
      let days = each { ($0 - $1) / day }
      return isColumn ? .column(.number(days)) : .number(days[0])
    case (.subtract, .date, .number): moved = each { ($0 - $1 * day).rounded() }
    case (.add, .date, .number): moved = each { ($0 + $1 * day).rounded() }
    case (.add, .number, .date): moved = each { ($0 * day + $1).rounded() }
    default:
      let expected =
        operation == .add
        ? "a date and a number of days" : "two dates, or a date and a number of days"
      throw .needs(
        operation: operation.rawValue, expected: expected, left: left.type, right: right.type)
    }
    // What is beyond the calendar is missing, as a number without a value is.
    let kept = moved.map { Moment(seconds: $0).isOnCalendar ? $0 : .nan }
    return isColumn
      ? .column(.date(kept)) : kept[0].isNaN ? .missing : .date(Moment(seconds: kept[0]))
  }

  private static func joined(_ left: ColumnOperand, _ right: ColumnOperand) -> ColumnOperand {
    let (a, b) = (TextCells(left), TextCells(right))
    func cell(_ row: Int) -> String? {
      guard let first = a[row], let second = b[row] else { return nil }
      return first + second
    }
    guard let count = left.count ?? right.count else {
      return cell(0).map { .text($0) } ?? .missing
    }
    return .column(.text(TextColumn((0..<count).map(cell))))
  }

  private static func logic(
    _ operation: ColumnOperation, _ left: ColumnOperand, _ right: ColumnOperand,
    _ compute: (Bool, Bool) -> Bool
  ) throws(ColumnError) -> ColumnOperand {
    guard left.type == .boolean, right.type == .boolean else {
      throw .needs(
        operation: operation.rawValue, expected: "booleans", left: left.type, right: right.type)
    }
    return booleans(left, right, BooleanCells(left), BooleanCells(right), compute)
  }

  private static func comparison(
    _ operation: ColumnOperation, _ left: ColumnOperand, _ right: ColumnOperand,
    _ numbers: (Double, Double) -> Bool, _ texts: (String, String) -> Bool
  ) throws(ColumnError) -> ColumnOperand {
    switch (left.type ?? right.type, right.type ?? left.type) {
    case (.number, .number), (.date, .date), (nil, nil):
      return booleans(left, right, NumberCells(left), NumberCells(right), numbers)
    case (.text, .text):
      return booleans(left, right, TextCells(left), TextCells(right)) { a, b in
        guard let a, let b else { return false }
        return texts(a, b)
      }
    default:
      throw .needs(
        operation: operation.rawValue, expected: "two numbers, two texts or two dates",
        left: left.type,
        right: right.type)
    }
  }

  private static func equality(
    _ operation: ColumnOperation, _ left: ColumnOperand, _ right: ColumnOperand, wanted: Bool
  ) throws(ColumnError) -> ColumnOperand {
    // `none` itself asks which cells are missing.
    if case .missing = right { return wanted ? left.isMissing() : try left.isMissing().inverted() }
    if case .missing = left { return wanted ? right.isMissing() : try right.isMissing().inverted() }
    switch (left.type ?? right.type, right.type ?? left.type) {
    case (.number, .number), (.date, .date):
      return booleans(left, right, NumberCells(left), NumberCells(right)) { a, b in
        !a.isNaN && !b.isNaN && (a == b) == wanted
      }
    case (.boolean, .boolean):
      return booleans(left, right, BooleanCells(left), BooleanCells(right)) { ($0 == $1) == wanted }
    case (.text, .text):
      if case .column(.text(let column)) = left, case .text(let text) = right {
        return .column(.boolean(equal(column, text, wanted)))
      }
      return booleans(left, right, TextCells(left), TextCells(right)) { a, b in
        a != nil && b != nil && (a == b) == wanted
      }
    default:
      throw .needs(
        operation: operation.rawValue, expected: "two values of one type", left: left.type,
        right: right.type)
    }
  }

  /// Compares each distinct text once.
  private static func equal(_ column: TextColumn, _ text: String, _ wanted: Bool) -> [Bool] {
    let matches = column.levels.map { ($0 == text) == wanted }
    return column.codes.map { $0 >= 0 && matches[Int($0)] }
  }

  private static func booleans<Cells: OperandCells>(
    _ left: ColumnOperand, _ right: ColumnOperand, _ a: Cells, _ b: Cells,
    _ test: (Cells.Element, Cells.Element) -> Bool
  ) -> ColumnOperand {
    guard let count = left.count ?? right.count else { return .boolean(test(a[0], b[0])) }
    return .column(.boolean((0..<count).map { test(a[$0], b[$0]) }))
  }
}
