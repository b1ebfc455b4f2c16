// Parameters are typed keys. From one declaration follow the static check, the default, the wording of
// errors, help, completion and the reference page; in the body, `arguments[heads]` is an `Int`.
import Reporting

/// A type that arguments convert to and from.
package protocol ValueConvertible: Sendable {
  static var valueType: ValueType { get }
  /// Whole numbers only.
  static var isInteger: Bool { get }
  init?(_ value: Value)
}

extension ValueConvertible {
  package static var isInteger: Bool { false }
}

/// How the interpreter reads the expression of an argument.
package enum ParameterKind: Sendable, Hashable {
  /// An ordinary value.
  case value
  /// A row expression over the table in the first argument: bare names are columns first. The
  /// operator receives a column of this type (any type when nil) as long as the table.
  case row(ColumnType?)
  /// Any number of named row expressions (`derive(p: a / b)`), each seeing the ones before it. The
  /// operator receives a record of columns.
  case namedRows
  /// Any number of named values, each of the parameter's type (`sql(…, visits: visits)`). The operator
  /// receives a record.
  case namedValues
  /// A column selection: a bare name or a list of names, texts and `columns("pattern")`. The operator
  /// receives the names of columns that exist, as a list of texts.
  case columns
  /// One column, by bare name or text. The operator receives its name.
  case column
}

/// What everything but the operator's body knows of a parameter.
package struct ParameterDeclaration: Sendable {
  /// In Latin letters; λ is `lambda`.
  package var name: String
  package var type: ValueType
  package var kind: ParameterKind
  package var isInteger: Bool
  package var isRequired: Bool
  /// The default as source text, nil when there is none or it is `none`.
  package var defaultText: String?
  package var bounds: ClosedRange<Double>?
  /// The only texts that are allowed, when there is such a list.
  package var choices: [String]
  package var unit: String
  package var meaning: String
  /// What a named column may hold, for `.column` and `.columns`; anything when nil.
  package var cells: [ColumnType]?
  /// `-column` is allowed, for largest first.
  package var takesDirections = false
  /// A seed whose default decides the result of every call.
  package var isChance = false

  /// The name as a person writes it: `λ` for `lambda`.
  package var spelling: String { Greek.spelling(of: name) }
}

/// A key for one argument; `T?` makes it optional, a default makes it so too.
package struct Parameter<T: ValueConvertible>: Sendable {
  package var declaration: ParameterDeclaration
  package var defaultValue: T?

  /// A required parameter.
  package init(
    _ name: String, _ meaning: String, kind: ParameterKind = .value,
    in bounds: ClosedRange<Double>? = nil, choices: [String] = [], unit: String = ""
  ) {
    declaration = ParameterDeclaration(
      name: name, type: T.valueType, kind: kind, isInteger: T.isInteger, isRequired: true,
      defaultText: nil, bounds: bounds, choices: choices, unit: unit, meaning: meaning)
    defaultValue = nil
  }

  /// A parameter with a default; `shown` is the default as a script would write it.
  package init(
    _ name: String, _ meaning: String, default value: T, shown: String,
    kind: ParameterKind = .value, in bounds: ClosedRange<Double>? = nil, choices: [String] = [],
    unit: String = ""
  ) {
    declaration = ParameterDeclaration(
      name: name, type: T.valueType, kind: kind, isInteger: T.isInteger, isRequired: false,
      defaultText: shown, bounds: bounds, choices: choices, unit: unit, meaning: meaning)
    defaultValue = value
  }
}

extension Parameter {
  /// The same, for columns that hold one of these.
  package func holding(_ cells: ColumnType...) -> Self {
    var parameter = self
    parameter.declaration.cells = cells
    return parameter
  }

  /// The same, for columns to sort by.
  package var withDirections: Self {
    var parameter = self
    parameter.declaration.takesDirections = true
    return parameter
  }

  /// The same, for the seed of an operator that always draws: who leaves it out is told so.
  package var ofChance: Self {
    var parameter = self
    parameter.declaration.isChance = true
    return parameter
  }

  /// A parameter that may be left out; `shown` tells a reader what then happens, where that can be said
  /// as a value.
  package static func optional<U>(
    _ name: String, _ meaning: String, shown: String? = nil, kind: ParameterKind = .value,
    in bounds: ClosedRange<Double>? = nil, choices: [String] = [], unit: String = ""
  ) -> Parameter<U?> where T == U? {
    var parameter = Parameter<U?>(
      name, meaning, kind: kind, in: bounds, choices: choices, unit: unit)
    parameter.declaration.isRequired = false
    parameter.declaration.defaultText = shown
    parameter.defaultValue = .some(.none)
    return parameter
  }
}

/// The arguments of one call, checked and with defaults still to be taken.
package struct Arguments: Sendable {
  package var values: [String: Value]

  package init(_ values: [String: Value]) {
    self.values = values
  }

  /// The argument or the default. The checker has made sure that a required one is there and that it
  /// has the type; a value that is only known at run time may still fail to convert.
  package subscript<T>(_ parameter: Parameter<T>) -> T {
    get throws(OperatorError) {
      let declaration = parameter.declaration
      guard let value = values[declaration.name], !declaration.isLeftOut(value) else {
        if let value = parameter.defaultValue { return value }
        throw .missing(declaration.name)
      }
      try declaration.checkRange(value)
      guard let converted = T(value) else {
        if value.holdsGroups { throw .needsOneGroup(declaration.spelling) }
        let lacksOne = value.hasMissing && value.type.fits(declaration.type)
        let found = lacksOne ? "one with a missing element" : value.type.phrase
        throw .argument(
          declaration.name,
          "`\(declaration.spelling)` should be \(declaration.expectation), found \(found)",
          hint: lacksOne ? "leave it out: filter(x -> x != none)" : nil)
      }
      return converted
    }
  }
}

extension ParameterDeclaration {
  /// `none` for what need not be given is the same as leaving it out.
  package func isLeftOut(_ value: Value) -> Bool {
    if case .none = value { !isRequired } else { false }
  }

  /// Throws when a number is out of bounds or a text is not among the choices; used by the checker
  /// for constants and by `Arguments` for the rest.
  package func checkRange(_ value: Value) throws(OperatorError) {
    switch value {
    case .number(let number):
      if isInteger, number != number.rounded() || abs(number) > 1e15 {
        throw .argument(name, "`\(spelling)` should be \(expectation), found \(Self.text(number))")
      }
      if let bounds, !bounds.contains(number) {
        throw .argument(name, "`\(spelling)` should be \(expectation), found \(Self.text(number))")
      }
    case .text(let text):
      if !choices.isEmpty, !choices.contains(text) {
        throw .argument(name, "`\(spelling)` should be \(expectation), found \"\(text)\"")
      }
    case .list(let values): for element in values { try checkRange(element) }
    case .range(let range):
      guard range.count > 0 else { break }
      try checkRange(.number(range[0]))
      try checkRange(.number(range[range.count - 1]))
    case .none, .boolean, .date, .record, .function, .table, .column, .native: break
    }
  }

  /// With all its digits where rounding would hide what is wrong with it.
  static func text(_ number: Double) -> String {
    let isHidden = number != number.rounded() && abs(number) >= 1_000 && abs(number) < 1e15
    return isHidden ? NumberText.exact(number) : NumberText.display(number)
  }
}

/// The field's symbols: in Latin letters inside, in Greek on display.
package enum Greek {
  package static let letters = [
    "lambda": "λ", "gamma": "γ", "tau": "τ", "delta": "δ", "alpha": "α",
  ]

  package static func spelling(of name: String) -> String { letters[name] ?? name }
}
