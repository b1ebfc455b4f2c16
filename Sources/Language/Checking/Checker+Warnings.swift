// What is no mistake and yet rarely meant: a name that nothing reads, a binding that a column hides, a
// draw whose seed nobody chose. A warning never changes how a script ends, and a script with mistakes has
// none: a misspelt name would be told twice.

import OperatorKit
import Syntax
import Text

/// What a script does with its names and with chance, gathered while it is checked.
struct Usage {
  private(set) var bindings: [Name] = []
  private(set) var used: Set<Span> = []
  private(set) var unseeded: [(operation: String, span: Span)] = []

  mutating func bind(_ name: Name) { bindings.append(name) }

  mutating func use(_ bound: Bound?) {
    if let span = bound?.span { used.insert(span) }
  }

  /// An operator that draws and was not told its seed.
  mutating func leaveToChance(_ operation: String, at span: Span) {
    if !unseeded.contains(where: { $0.span == span }) { unseeded.append((operation, span)) }
  }
}

extension Checker {
  mutating func reportUsage(in script: Script) {
    guard !context.mayRebind else { return }
    reportUnused(in: script)
    reportChance()
  }

  /// Names that nothing reads. A script that shows nothing is a library: others read its names. What the
  /// last statement binds is its result.
  private mutating func reportUnused(in script: Script) {
    let statements = script.statements
    let shows = statements.contains { if case .show = $0.kind { true } else { false } }
    guard shows, let last = statements.last else { return }
    for name in usage.bindings
    where !usage.used.contains(name.span) && !name.text.hasPrefix("_")
      && name.span.start < last.span.start
    {
      report(CheckWarning.unused(name.spelling).diagnostic(at: name.span))
    }
  }

  /// One warning for a script: every place where the default seed decides.
  private mutating func reportChance() {
    let places = usage.unseeded.sorted { $0.span.start < $1.span.start }
    guard let first = places.first else { return }
    let names = places.map(\.operation).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    report(
      CheckWarning.chance(names).diagnostic(at: first.span),
      labels: places.dropFirst().map { Label("and here", at: $0.span) })
  }

  /// A binding that cannot be seen here because a column has its name.
  mutating func warnOfHidden(
    _ name: Name, _ bound: Bound?, by column: Schema.Entry, _ table: RowScope
  ) {
    guard let bound, let span = bound.span else { return }
    usage.use(bound)
    switch bound.type {
    case .table, .native, .function, .record: return
    case .any, .none, .number, .text, .boolean, .date, .range, .list, .column, .oneOf: break
    }
    report(
      CheckWarning.hidden(name.spelling, table: table.table).diagnostic(at: name.span),
      labels: [Label("this binding is not meant", at: span)])
  }
}

/// Warnings (codes W0…), worded in one place.
enum CheckWarning {
  case unused(String)
  case hidden(String, table: String?)
  case chance([String])

  func diagnostic(at span: Span) -> Diagnostic {
    let (code, message, hint) = wording
    return Diagnostic(.warning, code: code, message, at: span, hint: hint)
  }

  private var wording: (code: String, message: String, hint: String) {
    switch self {
    case .unused(let name):
      (
        "W0301", "nothing reads `\(name)`",
        "remove it, or call it `_\(name)` when that is meant"
      )
    case .hidden(let name, let table):
      (
        "W0302", "`\(name)` is a column\(table.map { " of `\($0)`" } ?? "") and a binding",
        "the column is meant: give the binding another name to use it"
      )
    case .chance(let names):
      (
        "W0401",
        "\(Self.list(names)) \(names.count == 1 ? "draws" : "draw") with the default seed",
        "choose one: `seed: 1`"
      )
    }
  }

  private static func list(_ names: [String]) -> String {
    let quoted = names.map { "`\($0)`" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " and " + last
  }
}
