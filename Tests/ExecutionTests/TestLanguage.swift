// Runs a script as Session does, against a small catalogue of its own, so that what is tested here is
// the language and not the operators of the day.

import Checking
import Compute
import Data
import Execution
import OperatorKit
import Reporting
import Syntax
import Testing
import Text

struct RunResult {
  /// Displays of the expressions, one line each.
  var shown: [String] = []
  /// Errors; warnings have tests of their own.
  var diagnostics: [Diagnostic] = []
  var bindings: [String: Value] = [:]
  var isCancelled = false
}

/// Checks and, when nothing is wrong, runs.
func run(
  _ text: String, name: String = "test.scrip", overrides: [(name: String, text: String)] = [],
  context: RunContext = RunContext()
) -> RunResult {
  let source = SourceText(text, name: name)
  let checked = check(
    parse(source), of: source,
    in: CheckContext(
      catalogue: .toy, overrides: overrides, header: { path, _ in toyTables[path]?.schema }))
  var result = RunResult(diagnostics: checked.diagnostics.filter { $0.severity == .error })
  guard checked.succeeded else { return result }
  var interpreter = Interpreter()
  for statement in checked.statements {
    do throws(ExecutionFailure) {
      if let value = try interpreter.run(statement, of: source, in: context) {
        result.shown.append(inline(value, quoted: true))
      }
    } catch {
      switch error {
      case .failed(let diagnostic), .expectation(let diagnostic):
        result.diagnostics.append(diagnostic)
      case .cancelled: result.isCancelled = true
      }
      break
    }
  }
  result.bindings = interpreter.bindings
  return result
}

let toyTables: [String: Table] = [
  "visits.csv": Table(
    names: ["user", "day", "coupon", "cost", "city", "member", "sent_1", "sent_2"],
    columns: [
      .number([1, 1, 2]), .number([0, 1, 0]), .number([0, 20, 10]), .number([0, 2, .nan]),
      .text(TextColumn(["Bonn", "Kiel", nil])), .boolean([true, false, true]), .number([1, 2, 3]),
      .number([0, 0, 1]),
    ]),
  "greek.csv": Table(names: ["λ", "a b"], columns: [.number([0.5, 1]), .number([1, 2])]),
]

extension Catalogue {
  static let toy = Catalogue([
    .toyLoad, .toyWhere, .toyDerive, .toySelect, .toyHead, .toyPick, .toyMap, .toyFilter, .toySqrt,
    .toyLearn, .toySum, .toyExpect, .toyHidden,
  ])
}

private let path = Parameter<String>("path", "a file")
private let table = Parameter<Table>("table", "a table")
private let condition = Parameter<Column>("condition", "which rows", kind: .row(.boolean))
private let fields = Parameter<Record>("name", "a new column", kind: .namedRows)
private let columns = Parameter<[String]>("columns", "which columns", kind: .columns)
private let column = Parameter<String>("column", "which column", kind: .column)
private let count = Parameter<Int>("count", "how many", default: 5, shown: "5", in: 1...1000)
private let over = Parameter<Value>("over", "a list")
private let values = Parameter<[Double]>("values", "numbers")
private let function = Parameter<FunctionValue>("function", "what to do")
private let x = Parameter<Value>("x", "a number")
private let data = Parameter<Table>("data", "what to learn from")
private let seed = Parameter<Int>("seed", "chance", default: 1, shown: "1").ofChance
private let spent = Parameter<String?>.optional("spent", "money", kind: .column, unit: "money")
  .holding(.number)
private let heads = Parameter<Int>(
  "heads", "how many heads", default: 10, shown: "10", in: 1...100)
private let steps = Parameter<Int>("steps", "how long", default: 100, shown: "100", in: 1...1e6)
private let lambda = Parameter<[Double]>("lambda", "prices", default: [0], shown: "0", in: 0...10)
private let rate = Parameter<Double>("rate", "step size", default: 0.1, shown: "0.1", in: 0...1)
private let mode = Parameter<String>(
  "mode", "how", default: "fast", shown: "\"fast\"", choices: ["fast", "exact"])
private let holds = Parameter<Bool>("condition", "what should hold")

extension Operator {
  fileprivate static let toyLoad = Operator(
    "load", .data, "read", parameters: [path.declaration], returns: .table(nil),
    refine: { call in
      guard case .text(let path) = call.constants["path"] else { return .table(nil) }
      return .table(call.header(path, CellFormat()))
    }, examples: []
  ) { arguments, _ in
    let name = try arguments[path]
    guard let table = toyTables[name] else {
      throw OperatorError.argument("path", "there is no file `\(name)`")
    }
    return .table(table)
  }

  /// `load`, but the checker does not see the columns.
  fileprivate static let toyHidden = Operator(
    "fetch", .data, "read", parameters: [path.declaration], returns: .table(nil), examples: []
  ) { arguments, _ in .table(toyTables[try arguments[path]] ?? Table(names: [], columns: [])) }

  fileprivate static let toyWhere = Operator(
    "where", .data, "filter", parameters: [table.declaration, condition.declaration],
    positional: 2, returns: .table(nil), refine: { $0.types["table"] ?? .table(nil) }, examples: []
  ) { arguments, _ in
    guard case .boolean(let mask) = try arguments[condition] else { return .none }
    return .table(try arguments[table].filtered(mask))
  }

  fileprivate static let toyDerive = Operator(
    "derive", .data, "add", parameters: [table.declaration, fields.declaration],
    returns: .table(nil),
    refine: { call in
      guard case .table(.some(let schema)) = call.types["table"] else { return .table(nil) }
      return .table(
        Schema(
          schema.entries.filter { entry in !call.derived.contains { $0.name == entry.name } }
            + call.derived))
    }, examples: []
  ) { arguments, _ in
    var result = try arguments[table]
    let new = try arguments[fields]
    for (name, value) in zip(new.names, new.values) {
      guard case .column(let column, _) = value else { continue }
      result = try result.with(name, column)
    }
    return .table(result)
  }

  fileprivate static let toySelect = Operator(
    "select", .data, "keep", parameters: [table.declaration, columns.declaration], positional: 2,
    returns: .table(nil),
    refine: { call in
      guard case .table(.some(let schema)) = call.types["table"],
        let names = call.selections["columns"]
      else { return .table(nil) }
      return .table(Schema(schema.entries.filter { names.contains($0.name) }))
    }, examples: []
  ) { arguments, _ in .table(try arguments[table].selecting(try arguments[columns])) }

  fileprivate static let toyHead = Operator(
    "head", .data, "first rows", parameters: [table.declaration, count.declaration],
    positional: 2, returns: .table(nil), refine: { $0.types["table"] ?? .table(nil) }, examples: []
  ) { arguments, _ in .table(try arguments[table].head(try arguments[count])) }

  fileprivate static let toyPick = Operator(
    "pick", .data, "cells of a column", parameters: [table.declaration, column.declaration],
    positional: 2, returns: .list(.any), examples: []
  ) { arguments, _ in .list(try arguments[table].column(try arguments[column]).cells) }

  fileprivate static let toyMap = Operator(
    "map", .general, "each", parameters: [over.declaration, function.declaration], positional: 2,
    returns: .list(.any), refine: { .list($0.answers["function"] ?? .any) }, examples: []
  ) { arguments, _ in
    let call = try arguments[function]
    return .list(try (try arguments[over].elements ?? []).map { try call.call([$0]) })
  }

  fileprivate static let toyFilter = Operator(
    "filter", .general, "some", parameters: [over.declaration, function.declaration],
    positional: 2, returns: .list(.any), examples: []
  ) { arguments, _ in
    let call = try arguments[function]
    return .list(
      try (try arguments[over].elements ?? []).filter {
        if case .boolean(true) = try call.call([$0]) { true } else { false }
      })
  }

  fileprivate static let toySqrt = Operator(
    "sqrt", .general, "square root", parameters: [x.declaration], returns: .any,
    refine: { $0.types["x"] ?? .any }, examples: []
  ) { arguments, _ in
    switch try arguments[x] {
    case .number(let number):
      guard number >= 0 else { throw OperatorError.argument("x", "`sqrt` needs 0 or more") }
      return .number(number.squareRoot())
    case .column(.number(let numbers), _):
      return .column(.number(numbers.map { $0.squareRoot() }))
    default: throw OperatorError("`sqrt` needs a number")
    }
  }

  fileprivate static let toyLearn = Operator(
    "learn", .learn, "learn",
    parameters: [
      data.declaration, heads.declaration, steps.declaration, lambda.declaration,
      rate.declaration, mode.declaration, seed.declaration, spent.declaration,
    ], returns: .record(["loss": .number, "name": .text]), examples: []
  ) { arguments, context in
    let steps = try arguments[steps]
    for step in 0..<steps { try context.progress.advance("learn", step, of: steps) }
    return .record(
      Record([
        ("loss", .number(Double(try arguments[heads]))), ("name", .text(try arguments[mode])),
      ]))
  }

  fileprivate static let toySum = Operator(
    "sum", .general, "sum", parameters: [values.declaration], returns: .number, examples: []
  ) { arguments, _ in .number(try arguments[values].filter { !$0.isNaN }.reduce(0, +)) }

  fileprivate static let toyExpect = Operator(
    "expect", .present, "check", parameters: [holds.declaration], returns: .none, examples: []
  ) { arguments, _ in
    guard try arguments[holds] else {
      throw OperatorError("this does not hold", kind: .expectation)
    }
    return .none
  }
}

/// The mistakes that the checker finds.
func checkOnly(
  _ text: String, bindings: [String: ValueType] = [:], mayRebind: Bool = false,
  overrides: [(name: String, text: String)] = []
) -> [Diagnostic] {
  checkAll(text, bindings: bindings, mayRebind: mayRebind, overrides: overrides)
    .filter { $0.severity == .error }
}

/// Everything that the checker says, warnings too.
func checkAll(
  _ text: String, bindings: [String: ValueType] = [:], mayRebind: Bool = false,
  overrides: [(name: String, text: String)] = []
) -> [Diagnostic] {
  let source = SourceText(text)
  let context = CheckContext(
    catalogue: .toy, bindings: bindings, mayRebind: mayRebind, overrides: overrides,
    header: { path, _ in toyTables[path]?.schema })
  return check(parse(source), of: source, in: context).diagnostics
}
