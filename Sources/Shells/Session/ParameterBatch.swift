// `--set budget=8,12,16`: one run for each value, and for each pair when two parameters have several.
// Commas inside brackets and quotes belong to the value.

package struct ParameterBatch: Sendable {
  package typealias Setting = (name: String, text: String)

  /// Name and values, in the order given.
  package var choices: [(name: String, values: [String])]

  /// Each text is `name=value` or `name=value,value`; nil when one is not.
  package init?(_ texts: [String]) {
    choices = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else { return nil }
      let values = Self.split(parts[1])
      guard values.allSatisfy({ !$0.isEmpty }) || values.count == 1 else { return nil }
      choices.append((String(parts[0]), values))
    }
  }

  package var isBatch: Bool { choices.contains { $0.values.count > 1 } }

  /// Every combination, the last parameter fastest.
  package var runs: [[Setting]] {
    choices.reduce([[]]) { runs, choice in
      runs.flatMap { run in choice.values.map { run + [(choice.name, $0)] } }
    }
  }

  /// What tells the runs apart, as part of a file's name: `budget-8`. Never twice the same.
  package var suffixes: [String] {
    var used: Set<String> = []
    return runs.map { run in
      let varied = zip(run, choices).filter { $0.1.values.count > 1 }.map(\.0)
      let stem = varied.map { "\($0.name)-\(Self.fileName($0.text))" }.joined(separator: "-")
      var name = stem
      var count = 1
      while !used.insert(name.lowercased()).inserted {
        count += 1
        name = "\(stem)-\(count)"
      }
      return name
    }
  }

  private static func fileName(_ text: String) -> String {
    String(text.map { $0.isLetter || $0.isNumber || ".-_".contains($0) ? $0 : "-" }.prefix(40))
  }

  private static func split(_ text: Substring) -> [String] {
    var values: [String] = []
    var value = ""
    var depth = 0
    var quoted = false
    var escaped = false
    for character in text {
      if character == "\"", !escaped { quoted.toggle() }
      escaped = character == "\\" && !escaped
      if !quoted, "([{".contains(character) { depth += 1 }
      if !quoted, ")]}".contains(character) { depth -= 1 }
      if character == ",", depth == 0, !quoted {
        values.append(value.trimmed)
        value = ""
      } else {
        value.append(character)
      }
    }
    return values + [value.trimmed]
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
