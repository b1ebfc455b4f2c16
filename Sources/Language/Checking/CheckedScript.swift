// What the checker hands to the evaluator: the script with names and operators resolved, arguments
// bound to parameters, constants folded and types known. Nothing in it refers to the parse tree but
// spans, and nothing has to be looked up again.

package import Data
package import OperatorKit
package import Syntax
package import Text

package struct CheckedScript: Sendable {
  package var source: SourceText
  package var statements: [CheckedStatement]
  /// Everything wrong before anything runs: letters, syntax, names, types, columns; in source order.
  package var diagnostics: [Diagnostic]
  package var succeeded: Bool { !diagnostics.contains { $0.severity == .error } }
}

package struct CheckedStatement: Sendable {
  package enum Kind: Sendable {
    case bind(CheckedBinding)
    case parameter(CheckedParameter)
    case show(CheckedExpression)
  }

  package var kind: Kind
  package var span: Span
}

package struct CheckedParameter: Sendable {
  package var name: Name
  /// The default, or what the command line says.
  package var value: CheckedExpression
  package var limits: ParamLimits
}

package struct CheckedBinding: Sendable {
  /// Several names take a list apart.
  package var names: [Name]
  package var value: CheckedExpression
}

package struct CheckedLibrary: Sendable {
  package var file: LibraryFile
  /// Definitions and the params that they may read.
  package var statements: [CheckedStatement]
  /// The names that a record of the library has.
  package var shared: [String]
  /// The names that it does not have, and why.
  var leftOut: [String: String]
  /// For following calls.
  var functions: [String: KnownFunction]
}

package struct CheckedFunction: Sendable {
  package var parameters: [String]
  package var bindings: [CheckedBinding]
  package var result: CheckedExpression
}

package enum CheckedTextPart: Sendable {
  case literal(String)
  case value(CheckedExpression)
}

package struct CheckedExpression: Sendable {
  package indirect enum Kind: Sendable {
    case constant(Value)
    case text([CheckedTextPart])
    case binding(String)
    /// A column of the row expression's table.
    case column(String)
    /// The table's columns are not known: a column if there is one of that name, else a binding.
    case columnOrBinding(Name, isBound: Bool)
    case list([CheckedExpression])
    case record([CheckedField])
    case negate(CheckedExpression)
    case not(CheckedExpression)
    case binary(BinaryOperator, CheckedExpression, CheckedExpression)
    case range(CheckedExpression, CheckedExpression, by: CheckedExpression?)
    case conditional(CheckedExpression, then: CheckedExpression, otherwise: CheckedExpression)
    case function(CheckedFunction)
    /// An operator that stands where a function is asked for: `map(sqrt)`.
    case operatorFunction(Operator)
    case call(CheckedCall)
    case apply(CheckedExpression, [CheckedExpression])
    /// A name that is an operator's too: the function that it is bound to, if it is one, or the operator.
    case either(CheckedExpression, [CheckedExpression], CheckedCall)
    case field(CheckedExpression, Name)
    /// The definitions of another script.
    case library(CheckedLibrary)
    case index(CheckedExpression, CheckedExpression)
    /// Reported already; a script that holds one does not run.
    case failed
  }

  package var kind: Kind
  package var span: Span
  package var type: ValueType
  /// The value when it is known before anything runs.
  package var constant: Value?
  /// The function literal that it comes to, when that is known.
  var function: KnownFunction? = nil
}

package struct CheckedField: Sendable {
  package var name: String
  package var value: CheckedExpression
}

package struct CheckedCall: Sendable {
  package var operation: Operator
  /// Where the operator's name stands.
  package var nameSpan: Span
  package var arguments: [CheckedArgument]
  /// Its place in a pipeline, from 2; nil when nothing is piped into it.
  package var stage: Int?

  /// The arguments, when all are ordinary values.
  var values: [CheckedExpression]? {
    let values = arguments.compactMap { argument -> CheckedExpression? in
      if case .value(let value) = argument.kind { value } else { nil }
    }
    return values.count == arguments.count ? values : nil
  }
}

package struct CheckedArgument: Sendable {
  package indirect enum Kind: Sendable {
    case value(CheckedExpression)
    case row(CheckedExpression, ColumnType?)
    case namedRows([CheckedField])
    case namedValues([CheckedField])
    case columns([CheckedSelection])
    case column(CheckedSelection)
  }

  package var name: String
  package var span: Span
  package var kind: Kind
}

/// A part of a column selection.
package indirect enum CheckedSelection: Sendable {
  /// A column that is known to be there, by the name that the table has for it.
  case known(String)
  /// A bare name in a table whose columns are not known.
  case bare(Name, isBound: Bool)
  /// A text, a list of texts, or a pattern.
  case texts(CheckedExpression)
  /// Columns to sort by, largest first.
  case descending([CheckedSelection])
  /// One selection or another.
  case conditional(CheckedExpression, then: [CheckedSelection], otherwise: [CheckedSelection])
}
