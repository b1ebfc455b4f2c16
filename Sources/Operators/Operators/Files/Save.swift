// `save`: a value to a file; the value decides the format, the name has to agree.
import Data
import Learning
import OperatorKit
import Reporting

private let value = Parameter<Value>(
  "value", "a Table, a Policy, a Figure, an Evaluation or a Comparison")
private let path = Parameter<String>("path", "where to, relative to the script")

extension Operator {
  static let save = Operator(
    "save", .files, "write a value to a file",
    parameters: [value.declaration, path.declaration], positional: 2, returns: .none,
    details: """
      Tables, Evaluations and Comparisons become CSV with every digit, Figures SVG, Policies safetensors
      with all that it takes to use them again: weights, scaling, coupon levels, training
      configuration and the digest of the data. The file appears whole or not at all.
      """,
    examples: [
      .prints(
        """
        m = market(users: 20, seed: 1) |> simulate() |> head(3)
        m |> save("three.csv")
        length(load("three.csv"))
        """, output: "wrote three.csv\n3"),
      .fails("save(constant(1), \"policy.csv\")", message: "a Policy is saved as .safetensors"),
    ]
  ) { arguments, context in
    let name = try arguments[path]
    let (bytes, suffix) = try file(try arguments[value])
    guard name.lowercased().hasSuffix(suffix) else {
      throw OperatorError.argument(
        "path", "\(try arguments[value].type.phrase) is saved as \(suffix), found \"\(name)\"")
    }
    try blaming("path") { try FileBytes.write(bytes, path: context.resolve(name)) }
    context.emit(Report([.line("wrote \(name)")]))
    return .none
  }
}

/// The bytes of a value and the suffix that its file has.
private func file(_ value: Value) throws -> (bytes: [UInt8], suffix: String) {
  if let table = Table(value) { return (table.csv, ".csv") }
  if let policy = Policy(value) { return (try policy.encoded(), ".safetensors") }
  if let figure = Figure(value) { return (Array(svg(figure).utf8), ".svg") }
  if case .native(let native) = value, case .table(let table) = native.field("table") {
    return (table.csv, ".csv")
  }
  throw OperatorError.argument("value", "`save` cannot write \(value.type.phrase)")
}
