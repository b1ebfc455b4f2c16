// A document is a whole script as a person reads it: prose, code and results in the script's order.

package struct Document: Sendable, Hashable {
  package enum Status: Sendable, Hashable {
    case ran
    case failed
    case notRun
  }

  /// What a statement bound, in one line each: "Table, 148,210 rows × 47 columns". Not shown, but
  /// compared.
  package struct Binding: Sendable, Hashable {
    package var name: String
    package var summary: String

    package init(_ name: String, _ summary: String) {
      self.name = name
      self.summary = summary
    }
  }

  package struct Section: Sendable, Hashable {
    /// May be empty.
    package var title: String
    /// CommonMark; may be empty.
    package var prose: String
    /// Source of the language; may be empty.
    package var code: String
    package var results: [Report]
    package var bindings: [Binding]
    package var status: Status
    /// This one's code is folded away, whatever the document says.
    package var hidesCode: Bool

    package init(
      title: String = "", prose: String = "", code: String = "", results: [Report] = [],
      bindings: [Binding] = [], status: Status = .ran, hidesCode: Bool = false
    ) {
      self.title = title
      self.prose = prose
      self.code = code
      self.results = results
      self.bindings = bindings
      self.status = status
      self.hidesCode = hidesCode
    }
  }

  package var title: String
  package var sections: [Section]
  package var provenance: Provenance?
  /// Code is folded away (HTML, notebook) or left out (Markdown).
  package var hidesCode: Bool

  package init(
    title: String, sections: [Section], provenance: Provenance? = nil, hidesCode: Bool = false
  ) {
    self.title = title
    self.sections = sections
    self.provenance = provenance
    self.hidesCode = hidesCode
  }
}

extension Document {
  /// Some statement ran to its end, or failed.
  package var hasResults: Bool {
    sections.contains { !$0.results.isEmpty || !$0.bindings.isEmpty }
  }

  /// A cell that failed or was left out shows its code all the same.
  func hidesCode(of index: Int) -> Bool {
    let section = sections[index]
    return (hidesCode || section.hidesCode) && section.status == .ran
  }

  /// The prose of a section; a first heading that repeats the document's title is left out.
  func prose(of index: Int) -> String {
    let prose = sections[index].prose
    guard index == 0, !title.isEmpty else { return prose }
    let lines = prose.trimmedNewlines.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard let first = lines.first, first.hasPrefix("#"),
      case .heading(_, let inlines)? = Prose(String(first)).pieces.first,
      Prose.plain(inlines) == title
    else { return prose }
    return lines.dropFirst().joined(separator: "\n")
  }
}
