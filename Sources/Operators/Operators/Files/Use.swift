// `use`: the definitions of another script. The checker reads the library, so the body is for the manual.
import OperatorKit

private let path = Parameter<String>("path", "a script, relative to this one")

extension Operator {
  static let use = Operator(
    "use", .files, "the functions and constants of another script", parameters: [path.declaration],
    returns: .record(nil),
    details: """
      The answer is a record: `lib = use("lib.scrip")`, then `lib.discount(10)` or `x |> lib.discount()`. Shared are
      functions and constants that the script binds; what it loads, learns or shows is not run, and its params have
      their defaults. The script is read and checked before anything runs. Scripts may use others, but not
      themselves by a detour.
      """,
    examples: [
      .prints("lib = use(\"lib.scrip\")\n10 |> lib.discount(20%)", output: "8"),
      .fails("use(\"no such script.scrip\")", message: "there is no script"),
    ]
  ) { _, _ in
    throw OperatorError("`use` stands where its path is known before anything runs")
  }
}
