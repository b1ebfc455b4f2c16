// Expressions: parentheses where the tree needs them or where they were typed, and operators, pipes and
// conditions with the places where their lines may break.

import Syntax
import Text

extension Printer {
  /// In a place that asks for a tightness.
  mutating func expression(_ expression: Expression, _ place: Tightness = .expression) -> Layout {
    let needed = expression.tightness < place
    guard needed || expression.isGrouped else { return core(expression) }
    // Its line breaks go on from the indentation of the line, as they would without parentheses.
    return .sequence(["(", core(expression), ")"])
  }

  private mutating func core(_ expression: Expression) -> Layout {
    switch expression.kind {
    case .number, .boolean, .none: .text(source.text(expression.core))
    case .text(let parts): text(expression, parts)
    case .name(let name): .text(spelling(name))
    case .list(let elements): list(expression, elements)
    case .record(let fields): record(expression, fields)
    case .negate(let operand): .sequence(["-", self.expression(operand, .negative)])
    case .not(let operand): .sequence(["not ", self.expression(operand, .negation)])
    case .binary: chain(expression)
    case .range(let start, let end, let step): range(start, end, step)
    case .pipe: pipe(expression)
    case .function(let names, let block): function(expression, names, block)
    case .conditional: conditional(expression)
    case .call(let callee, let arguments): call(callee, arguments, of: expression)
    case .field(let value, let name):
      .sequence([self.expression(value, .postfix), .text(".\(spelling(name))")])
    case .index(let value, let index):
      .sequence([self.expression(value, .postfix), "[", self.expression(index), "]"])
    }
  }

  /// The comments before an offset where the line may break: a break that has to be when there are some.
  mutating func softLine(_ flat: String, before offset: Int) -> Layout {
    let comments = tokens.takeComments(before: offset)
    if comments.isEmpty { return .line(flat) }
    var parts: [Layout] = []
    for comment in comments {
      if comment.startsLine { parts.append(.hardLine) }
      parts.append(.comment(source.text(comment.span)))
    }
    return .sequence(parts + [.hardLine])
  }

  // MARK: Operators

  /// `a + b - c`: operators that bind equally tightly break together, after the operator.
  private mutating func chain(_ expression: Expression) -> Layout {
    var first = expression
    var operands: [(operation: BinaryOperator, right: Expression)] = []
    while case .binary(let operation, _, let left, let right) = first.kind,
      first.tightness == expression.tightness, operands.isEmpty || !first.isGrouped
    {
      operands.append((operation, right))
      first = left
      if operation.tightness == .power || operation.tightness == .comparison { break }
    }
    guard let innermost = operands.last else { return .empty }
    let head = self.expression(first, innermost.operation.operands.left)
    var tail: [Layout] = []
    for (operation, right) in operands.reversed() {
      tail.append(.text(" \(operation.rawValue)"))
      tail.append(softLine(" ", before: right.span.start))
      tail.append(self.expression(right, operation.operands.right))
    }
    return .group(.sequence([head, .nest(.sequence(tail))]))
  }

  private mutating func range(
    _ start: Expression, _ end: Expression, _ step: Expression?
  ) -> Layout {
    var parts = [expression(start, .sum), "..", expression(end, .sum)]
    if let step { parts += [" by ", expression(step, .sum)] }
    return .sequence(parts)
  }

  // MARK: Pipes

  /// One stage a line when it does not fit on one, or when somebody broke it.
  private mutating func pipe(_ expression: Expression) -> Layout {
    var first = expression
    var stages: [Expression] = []
    while case .pipe(let left, let stage) = first.kind, stages.isEmpty || !first.isGrouped {
      stages.append(stage)
      first = left
    }
    stages.reverse()
    // What is piped out of an `if` is easily read as its last branch only.
    let head = self.expression(first, .disjunction)
    var broken = false
    var breaks: [Layout] = []
    var calls: [Layout] = []
    for stage in stages {
      let pipe = tokens.token(before: stage.span.start)
      broken = broken || pipe.startsLine && !isInText
      breaks.append(softLine(" ", before: stage.span.start))
      calls.append(self.expression(stage, .postfix))
    }
    let tail: [Layout] = zip(breaks, calls).flatMap { pair -> [Layout] in [pair.0, "|> ", pair.1] }
    let spread = Layout.group(.sequence([head, .nest(.sequence(tail))]), broken: broken)
    guard !broken, let last = stages.last, let call = calls.last,
      last.opensAtEnd || stages.count == 1 && last.hasArguments,
      head.flatWidth != nil, calls.dropLast().allSatisfy({ $0.flatWidth != nil }),
      breaks.allSatisfy({ $0.flatWidth != nil })
    else { return spread }
    let before = calls.dropLast().flatMap { [" |> ", $0] as [Layout] }
    let inside = Layout.sequence([head] + before + [" |> ", call.opened])
    // A single stage rather stands on a line of its own than breaks inside.
    let width = last.opensAtEnd ? nil : call.flatWidth.map { $0 + 3 }
    return .hug(Layout.Hug(inside: inside, spread: spread, itemWidth: width))
  }

  // MARK: Conditions

  /// `else if` goes on at the same indentation.
  private mutating func conditional(_ expression: Expression) -> Layout {
    var branches: [Layout] = []
    var rest = expression
    var broken = false
    var word = "if "
    while case .conditional(let condition, let then, let otherwise) = rest.kind,
      branches.isEmpty || !rest.isGrouped
    {
      let test = self.expression(condition)
      let gap = softLine(" ", before: then.span.start)
      let value = self.expression(then)
      let branch = Layout.group(
        .sequence([.text(word), test, .nest(.sequence([gap, "then ", value]))]))
      let next = tokens.token(before: otherwise.span.start)
      broken = broken || next.startsLine && !isInText
      branches.append(branch)
      branches.append(softLine(" ", before: otherwise.span.start))
      word = "else if "
      rest = otherwise
    }
    branches += ["else ", self.expression(rest, .conditional)]
    let first = branches.removeFirst()
    return .group(.sequence([first, .nest(.sequence(branches))]), broken: broken)
  }
}

extension Expression {
  /// Ends in a bracket that reads well when its line breaks inside: `map(row -> {`.
  var opensAtEnd: Bool {
    switch kind {
    case .list(let elements): !elements.isEmpty
    case .record(let fields): !fields.isEmpty
    case .function(_, let block): !block.bindings.isEmpty || block.result.opensAtEnd
    case .call(_, let arguments): arguments.last?.value.opensAtEnd ?? false
    case .pipe(_, let stage): stage.opensAtEnd
    case .number, .text, .boolean, .none, .name, .negate, .not, .binary, .range, .conditional,
      .field, .index:
      false
    }
  }

  var hasArguments: Bool {
    if case .call(_, let arguments) = kind { return !arguments.isEmpty }
    return false
  }

  var isText: Bool {
    if case .text = kind { return true }
    return false
  }

  /// A function that may break inside its body.
  var isFunction: Bool {
    if case .function = kind { return true }
    return false
  }
}
