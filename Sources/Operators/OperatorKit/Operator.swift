// An operator: its signature, its help, its examples and its code in one value, in one file.
package import Data

/// Families in the order of the work; the manual's order.
package enum OperatorFamily: String, Sendable, Hashable, CaseIterable {
  case data = "Data"
  case market = "Market"
  case lambda = "Lambda"
  case learn = "Learn"
  case evaluate = "Evaluate"
  case search = "Search"
  case answer = "Answer"
  case present = "Present"
  case files = "Files"
  case general = "General"
}

/// An example is a test: it prints exactly this, or fails with a message that contains this.
package enum Example: Sendable, Hashable {
  case prints(String, output: String)
  case fails(String, message: String)

  package var script: String {
    switch self {
    case .prints(let script, output: _): script
    case .fails(let script, message: _): script
    }
  }
}

/// What the checker knows about a call when it asks for the type of its result.
package struct CallTypes: Sendable {
  /// Type of each argument that is given.
  package var types: [String: ValueType]
  /// Arguments that are constants.
  package var constants: [String: Value]
  /// Column selections, resolved, when the table's columns are known.
  package var selections: [String: [String]]
  /// Named row expressions in order, with the type of each column.
  package var derived: [Schema.Entry]
  /// Named values in order, for a parameter that takes any number of them.
  package var named: [(name: String, type: ValueType)] = []
  /// What function literals among the arguments answer, as far as it is known.
  package var answers: [String: ValueType] = [:]
  /// Reads the header of a table file that a script names, and the types in a sample of its rows; nil
  /// when it cannot.
  package var header: @Sendable (String, CellFormat) -> Schema?
  /// A path of the script as the system should see it.
  package var resolve: @Sendable (String) -> String = { $0 }

  /// The argument if it is a constant, the default if it is left out; nil when only the run knows.
  package func constant<T>(_ parameter: Parameter<T>) -> T? {
    let name = parameter.declaration.name
    if let constant = constants[name] { return T(constant) }
    return types[name] == nil ? parameter.defaultValue : nil
  }

  /// The columns of the table in this argument, when they are known.
  package func schema(_ name: String) -> Schema? {
    if case .table(let schema) = types[name] { schema } else { nil }
  }

  package init(
    types: [String: ValueType] = [:], constants: [String: Value] = [:],
    selections: [String: [String]] = [:], derived: [Schema.Entry] = [],
    header: @escaping @Sendable (String, CellFormat) -> Schema? = { _, _ in nil }
  ) {
    self.types = types
    self.constants = constants
    self.selections = selections
    self.derived = derived
    self.header = header
  }
}

package struct Operator: Sendable {
  package var name: String
  package var family: OperatorFamily
  package var summary: String
  /// Paragraphs of CommonMark.
  package var details: String
  package var parameters: [ParameterDeclaration]
  /// How many parameters may be given by position.
  package var positional: Int
  package var returns: ValueType
  /// The result's type when it depends on the arguments, such as a table's columns.
  package var refine: (@Sendable (CallTypes) -> ValueType)?
  /// What a function among the arguments is called with; nil for the elements of the first argument.
  package var functionTakes: (@Sendable (CallTypes) -> [ValueType])?
  /// Its named row expressions have one value for each group of rows (`summarize`), and see the table's own
  /// columns before each other.
  package var summarizes: Bool
  /// What is wrong with arguments that are right one by one, as far as their types tell.
  package var verify: (@Sendable (CallTypes) -> OperatorError?)?
  /// The checker may run it on constants: it is quick, and its result follows from its arguments alone.
  package var foldsConstants: Bool
  /// It is expensive, its result follows from its arguments alone, and it neither reads files nor emits
  /// reports: the result may be kept from run to run.
  package var isStage = false
  package var examples: [Example]
  package var run: @Sendable (Arguments, RunContext) throws -> Value

  package init(
    _ name: String, _ family: OperatorFamily, _ summary: String,
    parameters: [ParameterDeclaration], positional: Int = 1, returns: ValueType,
    refine: (@Sendable (CallTypes) -> ValueType)? = nil,
    functionTakes: (@Sendable (CallTypes) -> [ValueType])? = nil, foldsConstants: Bool = false,
    summarizes: Bool = false, verify: (@Sendable (CallTypes) -> OperatorError?)? = nil,
    details: String = "",
    examples: [Example], run: @escaping @Sendable (Arguments, RunContext) throws -> Value
  ) {
    self.name = name
    self.family = family
    self.summary = summary
    self.details = details
    self.parameters = parameters
    self.positional = positional
    self.returns = returns
    self.refine = refine
    self.functionTakes = functionTakes
    self.foldsConstants = foldsConstants
    self.summarizes = summarizes
    self.verify = verify
    self.examples = examples
    self.run = run
  }

  /// The same, as a stage whose result may be kept.
  package var asStage: Operator {
    var stage = self
    stage.isStage = true
    return stage
  }

  package func parameter(_ name: String) -> ParameterDeclaration? {
    parameters.first { $0.name == name }
  }

  /// The parameter for named arguments of any name (`derive`, `sql`).
  package var anyNamed: ParameterDeclaration? {
    parameters.first { $0.kind == .namedRows || $0.kind == .namedValues }
  }
}

/// All operators that a script may call, in the manual's order.
package struct Catalogue: Sendable {
  package let operators: [Operator]
  private let byName: [String: Int]

  package init(_ operators: [Operator]) {
    self.operators = operators
    byName = Dictionary(
      operators.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(name: String) -> Operator? {
    byName[name].map { operators[$0] }
  }

  package var names: [String] { operators.map(\.name) }
}
