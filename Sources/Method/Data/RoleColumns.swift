// Finds the columns of the roles and reads each as what its role needs: whole numbers of users, finite
// times, flags. Every check that concerns one column alone is here.

struct RoleColumns {
  let table: Table
  let roles: DatasetRoles

  private static let datesCause = "make a number of it, such as days(…, since: …) or month(…)"

  func column(_ name: String, role: String) throws(DatasetError) -> Column {
    guard let column = table[name] else {
      throw .missingColumn(role: role, column: name, known: table.names)
    }
    return column
  }

  /// Numbers with NaN where missing; booleans count as 0 and 1.
  func numbers(_ name: String, role: String) throws(DatasetError) -> [Double] {
    let column = try column(name, role: role)
    switch column {
    case .number(let values): return values
    case .boolean(let values): return values.map { $0 ? 1 : 0 }
    case .date(let values) where role == "time": return values.map { $0 / Moment.secondsOfDay }
    case .date:
      throw .wrongType(
        role: role, column: name, expected: "numbers", found: .date, cause: Self.datesCause)
    case .text:
      let cause = table.remarks.first { $0.column == name }.map {
        "\($0.message); \($0.remedy)"
      }
      throw .wrongType(
        role: role, column: name, expected: "numbers", found: .text, cause: cause)
    }
  }

  /// Code of each row's user by first appearance, and names by code.
  func users() throws(DatasetError) -> (codes: [Int32], names: [String]) {
    let name = roles.user
    switch try column(name, role: "user") {
    case .boolean, .date:
      throw .wrongType(
        role: "user", column: name, expected: "texts or numbers",
        found: table[name]?.type ?? .boolean, cause: nil)
    case .number(let values):
      var codeOf: [Double: Int32] = [:]
      var codes: [Int32] = []
      var names: [String] = []
      codes.reserveCapacity(values.count)
      for (row, value) in values.enumerated() {
        guard !value.isNaN else {
          throw .missingValue(role: "user", column: name, row: row + 1, user: nil)
        }
        if let code = codeOf[value] {
          codes.append(code)
          continue
        }
        let code = Int32(names.count)
        codeOf[value] = code
        names.append(formatted(value))
        codes.append(code)
      }
      return (codes, names)
    case .text(let text):
      var codeOf = [Int32](repeating: -1, count: text.levels.count)
      var codes: [Int32] = []
      var names: [String] = []
      codes.reserveCapacity(text.codes.count)
      for (row, level) in text.codes.enumerated() {
        guard level >= 0 else {
          throw .missingValue(role: "user", column: name, row: row + 1, user: nil)
        }
        if codeOf[Int(level)] < 0 {
          codeOf[Int(level)] = Int32(names.count)
          names.append(text.levels[Int(level)])
        }
        codes.append(codeOf[Int(level)])
      }
      return (codes, names)
    }
  }

  /// Booleans, or numbers that are 0 or 1; a missing flag is false.
  func flags(_ name: String?, role: String) throws(DatasetError) -> [Bool]? {
    guard let name else { return nil }
    var flags: [Bool] = []
    for (row, value) in try numbers(name, role: role).enumerated() {
      guard value == 0 || value == 1 || value.isNaN else {
        throw .notAFlag(role: role, column: name, row: row + 1, value: formatted(value))
      }
      flags.append(value == 1)
    }
    return flags
  }

  /// A state column as floats, with how to read them.
  func state(_ name: String) throws(DatasetError) -> (values: [Double], kind: StateKind) {
    switch try column(name, role: "state") {
    case .number(let values): return (values, .number)
    case .boolean(let values): return (values.map { $0 ? 1 : 0 }, .number)
    case .date:
      throw .wrongType(
        role: "state", column: name, expected: "numbers, texts or booleans", found: .date,
        cause: Self.datesCause)
    case .text(let text):
      let used = Set(text.codes.filter { $0 >= 0 }).map { text.levels[Int($0)] }.sorted()
      let codeOf = Dictionary(
        uniqueKeysWithValues: used.enumerated().map { ($1, Double($0)) })
      let codes = text.levels.map { codeOf[$0] ?? .nan }
      return (
        text.codes.map { $0 < 0 ? .nan : codes[Int($0)] }, .category(levels: used)
      )
    }
  }

  /// Level index of each row (−1 where no action was taken) and the levels.
  func actions() throws(DatasetError) -> ActionColumn {
    let name = roles.action
    switch try column(name, role: "action") {
    case .number(let values): return try .numbers(values, column: name)
    case .boolean(let values): return try .numbers(values.map { $0 ? 1 : 0 }, column: name)
    case .date:
      throw .wrongType(
        role: "action", column: name, expected: "numbers, texts or booleans", found: .date,
        cause: nil)
    case .text(let text): return try .texts(text, order: roles.levelOrder, column: name)
    }
  }

  /// State columns that would show a decision its own result, or that are listed twice.
  func checkState() throws(DatasetError) {
    guard !roles.state.isEmpty else { throw .noState }
    var seen: Set<String> = []
    let results: [(String?, String)] = [
      (roles.action, "action"), (roles.reward, "reward"), (roles.cost, "cost"),
      (roles.outcome, "outcome"), (roles.terminated, "terminated"),
      (roles.truncated, "truncated"), (roles.gap, "gap"),
    ]
    for name in roles.state {
      guard seen.insert(name).inserted else { throw .repeatedState(column: name) }
      for (result, role) in results where result == name {
        throw .leakingState(column: name, role: role)
      }
    }
  }
}

/// The action column as level indices.
struct ActionColumn {
  var codes: [Int32]
  var levels: [ActionLevel]
  var ordered: Bool

  static let limit = 1000

  /// Numeric levels sorted by value. Values that differ by rounding alone (0.1 + 0.2 and 0.3) are one.
  static func numbers(_ values: [Double], column: String) throws(DatasetError) -> ActionColumn {
    for (row, value) in values.enumerated() where value.isInfinite {
      throw .infiniteValue(role: "action", column: column, row: row + 1, user: nil)
    }
    let distinct = Set(values.filter { !$0.isNaN }).sorted()
    var levels: [ActionLevel] = []
    var codeOf: [Double: Int32] = [:]
    for value in distinct {
      if let last = levels.last, value - last.value <= 1e-9 * max(abs(value), abs(last.value)) {
        codeOf[value] = Int32(levels.count - 1)
        continue
      }
      codeOf[value] = Int32(levels.count)
      levels.append(ActionLevel(label: formatted(value), value: value))
    }
    guard levels.count <= limit else {
      throw .tooManyLevels(column: column, found: levels.count, limit: limit)
    }
    let codes = values.map { codeOf[$0] ?? -1 }
    return ActionColumn(codes: codes, levels: levels, ordered: true)
  }

  /// Text levels in the order given, or sorted and without an order.
  static func texts(
    _ text: TextColumn, order: [String]?, column: String
  ) throws(DatasetError) -> ActionColumn {
    let used = Set(text.codes.filter { $0 >= 0 }).map { text.levels[Int($0)] }.sorted()
    let labels = order ?? used
    guard labels.count <= limit else {
      throw .tooManyLevels(column: column, found: labels.count, limit: limit)
    }
    var codeOf: [String: Int32] = [:]
    for (index, label) in labels.enumerated() { codeOf[label] = Int32(index) }
    let codes = text.levels.map { codeOf[$0] ?? -2 }
    var result: [Int32] = []
    result.reserveCapacity(text.codes.count)
    for (row, code) in text.codes.enumerated() {
      let level = code < 0 ? -1 : codes[Int(code)]
      guard level > -2 else {
        throw .unknownLevel(
          column: column, level: text.levels[Int(code)], row: row + 1, order: labels)
      }
      result.append(level)
    }
    let levels = labels.enumerated().map {
      ActionLevel(label: $1, value: Double($0), isText: true)
    }
    return ActionColumn(codes: result, levels: levels, ordered: order != nil)
  }
}
