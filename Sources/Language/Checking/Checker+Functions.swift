// Functions of the script. A literal is gone through once where it stands, with parameters of unknown type,
// and again at each call that is known to reach it, with the types of the arguments: so `mean_cost(log)` has a
// type, and a column that `log` does not have is reported where the body names it, with the call beside it.

import OperatorKit
import Syntax
import Text

/// Calls that are being followed into the bodies of functions.
struct Following {
  struct Key: Hashable {
    var function: Span
    var library: String?
    var types: [ValueType]
    var texts: [[String]]
  }

  /// How many calls are around the current one, and how many were followed in all.
  var depth = 0
  var count = 0
  /// What calls came to; a body is not gone through twice for the same types.
  var results: [Key: Bound] = [:]

  static let deepest = 12
  static let most = 2_000
}

extension Checker {
  // MARK: Literals

  /// A function literal; `types` are those of its parameters as far as they are known.
  mutating func function(
    _ names: [Name], _ body: Block, types: [ValueType], _ span: Span
  ) -> CheckedExpression {
    let known = KnownFunction(
      parameters: names, body: body, span: span, inner: scope.inner,
      top: context.mayRebind ? scope.top : nil, depth: scope.depth)
    let function = functionBody(names, body, arguments: types.map { Bound(type: $0) })
    var result = made(.function(function), .function, span)
    result.function = known
    return result
  }

  mutating func functionBody(
    _ names: [Name], _ body: Block, arguments: [Bound]
  ) -> CheckedFunction {
    let outer = scope
    defer { scope = outer }
    scope.depth += 1
    for (index, name) in names.enumerated() {
      var bound = index < arguments.count ? arguments[index] : Bound(type: .any)
      bound.span = name.span
      bound.depth = scope.depth
      scope.bind(name.text, bound)
    }
    let bindings = body.bindings.map { check($0, mayShadow: false) }
    let result = check(body.result)
    return CheckedFunction(parameters: names.map(\.text), bindings: bindings, result: result)
  }

  // MARK: Calls

  /// A function literal that is called where it stands knows the types of its arguments.
  mutating func apply(
    _ callee: Expression, piped: CheckedExpression?, _ arguments: [Argument], _ span: Span
  ) -> CheckedExpression {
    guard case .function(let names, let body) = callee.kind else {
      return apply(check(callee), piped: piped, arguments, span)
    }
    let values = (piped.map { [$0] } ?? []) + arguments.map { check($0.value) }
    var literal = function(names, body, types: values.map(\.type), callee.span)
    literal.function = nil
    var result = apply(literal, to: values, names: arguments.compactMap(\.name), span)
    if case .function(let function) = literal.kind, result.type == .any {
      result.type = function.result.type
      result.function = function.result.function
    }
    return result
  }

  mutating func apply(
    _ function: CheckedExpression, piped: CheckedExpression?, _ arguments: [Argument], _ span: Span
  ) -> CheckedExpression {
    let values = (piped.map { [$0] } ?? []) + arguments.map { check($0.value) }
    return apply(function, to: values, names: arguments.compactMap(\.name), span)
  }

  private mutating func apply(
    _ function: CheckedExpression, to values: [CheckedExpression], names: [Name], _ span: Span
  ) -> CheckedExpression {
    guard function.type.fits(.function) else {
      report(.notAFunction(function.type.phrase), at: function.span)
      return failed(span)
    }
    if let named = names.first {
      report(.namedArgumentOfFunction, at: named.span)
      return failed(span)
    }
    var parameters = function.function?.parameters
    if case .function(let literal) = function.kind, parameters == nil {
      parameters = literal.parameters.map { Name($0, spelling: $0, span: function.span) }
    }
    if let parameters, parameters.count != values.count {
      let named = function.function.map { [Label("the function", at: $0.span)] } ?? []
      report(
        .argumentCount(expected: parameters.count, found: values.count), at: function.span,
        labels: named.filter { $0.span != function.span })
      return failed(span)
    }
    var result = made(.apply(function, values), .any, span)
    if let known = function.function {
      let call = Span(function.span.start, max(function.span.end, span.end))
      let answer = followed(known, values.map { Bound($0) }, at: call)
      result.type = answer.type
      result.function = answer.function
    }
    return result
  }

  /// What a function of the script answers to these arguments. A mistake that shows only with them is
  /// reported in the body, once, with the call beside it.
  mutating func followed(
    _ function: KnownFunction, _ arguments: [Bound], at call: Span
  ) -> Bound {
    guard following.depth < Following.deepest, following.count < Following.most else {
      return Bound(type: .any)
    }
    let arguments = arguments.map(\.asArgument)
    let key = Following.Key(
      function: function.span, library: function.library, types: arguments.map(\.type),
      texts: arguments.map(\.texts))
    // A function inside another, or one that takes functions, depends on more than its types.
    let isAlone = function.depth == 0 && arguments.allSatisfy { $0.function == nil }
    if isAlone, let known = following.results[key] { return known }
    if let place = function.library, !context.isOf(place) {
      return followed(inLibrary: place, at: call) { $0.followed(function, arguments, at: call) }
    }
    following.depth += 1
    following.count += 1
    let outer = scope
    let before = diagnostics.count
    scope = Scope(top: function.top ?? scope.top, inner: function.inner, depth: function.depth)
    let body = functionBody(function.parameters, function.body, arguments: arguments)
    scope = outer
    following.depth -= 1
    for index in before..<diagnostics.count where diagnostics[index].labels.count < 3 {
      diagnostics[index].labels.append(Label("called here", at: call))
    }
    var result = Bound(body.result)
    result.constant = nil
    if isAlone { following.results[key] = result }
    return result
  }
}

extension Bound {
  /// As a function's argument: texts keep their value, because they may name files and columns.
  fileprivate var asArgument: Bound {
    var argument = self
    if texts.isEmpty { argument.constant = nil }
    return argument
  }

  fileprivate var texts: [String] {
    guard let constant else { return [] }
    switch constant {
    case .text(let text): return [text]
    case .list(let values) where values.count <= 100:
      return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
    case .list, .none, .number, .boolean, .date, .range, .record, .function, .table, .column,
      .native:
      return []
    }
  }
}
