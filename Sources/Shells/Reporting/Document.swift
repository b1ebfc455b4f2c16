// A document is a whole script as a person reads it: prose, code and results in the script's order.

package struct Document: Sendable, Hashable {
  package enum Status: Sendable, Hashable {
    case ran
    case failed
    case notRun
  }

  package struct Section: Sendable, Hashable {
    /// May be empty.
    package var title: String
    /// CommonMark; may be empty.
    package var prose: String
    /// Source of the language; may be empty.
    package var code: String
    package var results: [Report]
    package var status: Status

    package init(
      title: String = "", prose: String = "", code: String = "", results: [Report] = [],
      status: Status = .ran
    ) {
      self.title = title
      self.prose = prose
      self.code = code
      self.results = results
      self.status = status
    }
  }

  package var title: String
  package var sections: [Section]
  /// What a reader needs to get the same bytes again: seed, version, digests. No clock time.
  package var footnotes: [String]

  package init(title: String, sections: [Section], footnotes: [String] = []) {
    self.title = title
    self.sections = sections
    self.footnotes = footnotes
  }
}

extension Document {
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
