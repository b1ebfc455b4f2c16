// Where each name that is used is bound, by the rules of scope alone: a function's parameters and its
// block's bindings hide what is outside; a name is bound from the next statement on. Names of columns
// cannot be told from names of bindings here, so what is found is the binding that there would be.

package import Text

package struct Reference: Sendable, Hashable {
  package var name: String
  package var use: Span
  package var definition: Span
}

extension Script {
  /// In the order of the source; a definition refers to itself.
  package var references: [Reference] {
    var resolver = Resolver()
    for statement in statements {
      switch statement.kind {
      case .bind(let binding):
        resolver.visit(binding.value)
        for name in binding.names { resolver.define(name) }
      case .parameter(let parameter):
        if let allowed = parameter.allowed { resolver.visit(allowed) }
        resolver.visit(parameter.value)
        resolver.define(parameter.name)
      case .show(let value): resolver.visit(value)
      case .broken(let names): for name in names { resolver.define(name) }
      }
    }
    return resolver.references
  }
}

private struct Resolver {
  var references: [Reference] = []
  private var scope: [String: Span] = [:]

  mutating func define(_ name: Name) {
    scope[name.text] = name.span
    references.append(Reference(name: name.text, use: name.span, definition: name.span))
  }

  mutating func visit(_ expression: Expression) {
    if case .name(let name) = expression.kind, let definition = scope[name.text] {
      references.append(Reference(name: name.text, use: name.span, definition: definition))
    }
    guard case .function(let parameters, let block) = expression.kind else {
      for child in expression.kind.children { visit(child) }
      return
    }
    let outer = scope
    for name in parameters { define(name) }
    for binding in block.bindings {
      visit(binding.value)
      for name in binding.names { define(name) }
    }
    visit(block.result)
    scope = outer
  }
}
