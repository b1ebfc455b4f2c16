// What one usually does with a value next, as a line that can be typed: for somebody at the prompt who sees
// such a value for the first time.

import OperatorKit

package struct NextStep: Sendable, Hashable {
  /// Of the value: `Dataset`.
  package var kind: String
  package var text: String

  /// Nil where nothing usually follows.
  init?(after value: Value, called name: String) {
    switch value {
    case .table:
      kind = "Table"
      text = "describe(\(name))"
    case .native(let native):
      kind = type(of: native).nativeType.name
      guard let text = Self.text(kind, name) else { return nil }
      self.text = text
    case .none, .number, .text, .boolean, .date, .range, .list, .record, .function, .column:
      return nil
    }
  }

  private static func text(_ kind: String, _ name: String) -> String? {
    switch kind {
    case "Market": "\(name) |> simulate()"
    case "Dataset": "train, test = \(name) |> split(60%, seed: 1)"
    case "GeneralizedDataset": "\(name) |> rbcq(seed: 1)"
    case "Policy": "test |> reme(\(name), seed: 1), on users that it has not seen"
    case "Evaluation": "\(name) |> search(budget: 10), or plot(\(name))"
    case "Choice", "Frontier", "Comparison", "Overlap", "Coverage", "Assignment": "plot(\(name))"
    case _: nil
    }
  }
}
