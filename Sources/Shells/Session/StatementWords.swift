// What has to be known of a statement before it is written into another script: which of its names are no
// bindings, since a binding may get another name there, and which of its texts are paths, since that script
// may stand in another folder.
import Checking
import Syntax
import Text

package struct StatementWords: Sendable, Hashable {
  package struct Path: Sendable, Hashable {
    /// The text with its quotes, in bytes from the statement's start.
    package var range: Range<Int>
    /// Relative.
    package var text: String

    package init(_ range: Range<Int>, _ text: String) {
      self.range = range
      self.text = text
    }
  }

  /// Where names begin that keep their spelling, in bytes from the statement's start: columns, names that only the
  /// run can tell from columns, operators, and what a function binds inside.
  package var fixed: Set<Int>
  package var paths: [Path]
  /// A file is named by something else than a text.
  package var makesPath: Bool

  package init(fixed: Set<Int> = [], paths: [Path] = [], makesPath: Bool = false) {
    self.fixed = fixed
    self.paths = paths
    self.makesPath = makesPath
  }

  init(_ checked: CheckedStatement, _ statement: Statement) {
    var words = WordReader(start: statement.span.start)
    words.columns.read(checked.value)
    switch statement.kind {
    case .bind(let binding): words.read(binding.value, [])
    case .parameter(let parameter): words.read(parameter.value, [])
    case .show(let value): words.read(value, [])
    case .broken: break
    }
    self = words.words
    fixed.formUnion(words.columns.places.map { $0 - statement.span.start })
  }
}

/// Names that the checker took for columns or operators, by where they start.
private struct ColumnNames {
  var places: Set<Int> = []
  /// Operators that stand where a function is asked for.
  var functions: Set<Int> = []
  /// Column selections: names in them are columns, but for those in the spans inside.
  var selections: [(span: Span, values: [Span])] = []

  func selects(_ name: Name) -> Bool {
    selections.contains { selection in
      selection.span.holds(name.span) && !selection.values.contains { $0.holds(name.span) }
    }
  }

  mutating func read(_ expression: CheckedExpression) {
    for part in expression.parts { read(part) }
    switch expression.kind {
    case .column: places.insert(expression.span.start)
    case .columnOrBinding(let name, _): places.insert(name.span.start)
    case .operatorFunction: functions.insert(expression.span.start)
    case .call(let call):
      places.insert(call.nameSpan.start)
      selections += call.arguments.compactMap { argument in
        switch argument.kind {
        case .columns, .column: (argument.span, argument.parts.map(\.span))
        case .value, .row, .namedRows, .namedValues: nil
        }
      }
    case .constant, .text, .binding, .list, .record, .negate, .not, .binary, .range, .conditional,
      .function, .apply, .either, .field, .library, .index, .failed:
      break
    }
  }
}

/// Reads the tree as it was parsed.
private struct WordReader {
  /// Where the statement starts.
  let start: Int
  var columns = ColumnNames()
  var words = StatementWords()

  /// Operators with the argument that is a path, and its place among those without a name.
  private static let pathArguments: [String: (name: String, place: Int?)] = [
    "load": ("path", 0), "open": ("path", 0), "use": ("path", 0), "save": ("path", 1),
    "sql": ("from", nil), "plot": ("save", nil),
  ]

  init(start: Int) { self.start = start }

  mutating func read(_ expression: Expression, _ locals: Set<String>) {
    switch expression.kind {
    case .name(let name):
      let isOperator = columns.functions.contains(name.span.start)
      if isOperator, Self.pathArguments[name.text] != nil { words.makesPath = true }
      if isOperator || locals.contains(name.text) || columns.selects(name) { fix(name) }
    case .function(let parameters, let block):
      var inner = locals
      for name in parameters { define(name, &inner) }
      for binding in block.bindings {
        read(binding.value, inner)
        for name in binding.names { define(name, &inner) }
      }
      read(block.result, inner)
    case .pipe(let left, let stage):
      read(left, locals)
      if case .call(let callee, let arguments) = stage.kind {
        call(callee, piped: left, arguments, locals)
      } else {
        call(stage, piped: left, [], locals)
      }
    case .call(let callee, let arguments): call(callee, piped: nil, arguments, locals)
    case .number, .boolean, .none, .text, .list, .record, .negate, .not, .binary, .range,
      .conditional, .field, .index:
      for child in expression.kind.children { read(child, locals) }
    }
  }

  private mutating func call(
    _ callee: Expression, piped: Expression?, _ arguments: [Argument], _ locals: Set<String>
  ) {
    for argument in arguments { read(argument.value, locals) }
    guard case .name(let name) = callee.kind, let path = Self.pathArguments[name.text] else {
      read(callee, locals)
      return
    }
    let unnamed =
      (piped.map { [$0] } ?? []) + arguments.filter { $0.name == nil }.map(\.value)
    let named = arguments.first { $0.name?.text == path.name }?.value
    let placed = path.place.flatMap { $0 < unnamed.count ? unnamed[$0] : nil }
    if let value = named ?? placed { file(value) }
  }

  private mutating func file(_ value: Expression) {
    guard case .text(let parts) = value.kind else {
      words.makesPath = true
      return
    }
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .interpolation:
        words.makesPath = true
        return
      }
    }
    guard !text.hasPrefix("/") else { return }
    words.paths.append(.init((value.core.start - start)..<(value.core.end - start), text))
  }

  private mutating func define(_ name: Name, _ locals: inout Set<String>) {
    locals.insert(name.text)
    fix(name)
  }

  private mutating func fix(_ name: Name) { words.fixed.insert(name.span.start - start) }
}

extension Span {
  fileprivate func holds(_ inner: Span) -> Bool { start <= inner.start && inner.end <= end }
}
