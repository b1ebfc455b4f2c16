// `note`: a remark in the report.
import OperatorKit
import Reporting

private let text = Parameter<String>("text", "CommonMark; {expressions} are filled in")

extension Operator {
  static let note = Operator(
    "note", .present, "write a remark into the output and the report",
    parameters: [text.declaration], returns: .none,
    examples: [
      .prints("note(\"spent {2 + 3}\")", output: "spent 5"),
      .fails("note(5)", message: "found a number"),
    ]
  ) { arguments, context in
    context.emit(Report([.prose(try arguments[text])]))
    return .none
  }
}
