// Where a document came from: what it takes to get the same bytes again, and nothing that differs
// between two machines or two mornings: no clock time, no folder, no count of threads, as results do
// not depend on it.

package struct Provenance: Sendable, Hashable {
  package struct Parameter: Sendable, Hashable {
    package var name: String
    package var value: String
    /// Given from outside; else it is the script's own.
    package var isSet: Bool

    package init(_ name: String, _ value: String, isSet: Bool = false) {
      self.name = name
      self.value = value
      self.isSet = isSet
    }
  }

  /// A file that was read, with the fingerprint of its contents.
  package struct Input: Sendable, Hashable {
    package var path: String
    package var digest: String

    package init(_ path: String, _ digest: String) {
      self.path = path
      self.digest = digest
    }
  }

  package var program: String
  package var script: String
  package var parameters: [Parameter]
  /// Seeds that the script names, as `split 7`.
  package var seeds: [String]
  package var inputs: [Input]

  package init(
    program: String, script: String = "", parameters: [Parameter] = [], seeds: [String] = [],
    inputs: [Input] = []
  ) {
    self.program = program
    self.script = script
    self.parameters = parameters
    self.seeds = seeds
    self.inputs = inputs
  }
}

extension Provenance {
  /// As a reader wants them below the text.
  var facts: [(label: String, texts: [String])] {
    var facts = [("made by", [script.isEmpty ? program : "\(program) from \(script)"])]
    if !parameters.isEmpty {
      facts.append(
        (
          "parameters",
          parameters.map { "\($0.name) = \($0.value)" + ($0.isSet ? " (set from outside)" : "") }
        ))
    }
    facts.append(
      ("seeds", seeds.isEmpty ? ["the operators' own; the script names none"] : seeds))
    facts.append(("threads", ["any number: the same bytes at each"]))
    if !inputs.isEmpty { facts.append(("data", inputs.map { "\($0.path) \($0.digest)" })) }
    return facts
  }
}
