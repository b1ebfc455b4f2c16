// The headings of a document: where the list of contents points, and at which level each stands. Levels
// never skip one on the way down, whatever the prose says, as readers who listen go from level to level.

struct Outline {
  struct Entry {
    var anchor: String
    var text: String
    /// 1 for sections, 2 for what is inside them.
    var level: Int
  }

  struct Section {
    var anchor: String
    /// Of each heading of the prose, in order.
    var headings: [String]
  }

  private(set) var entries: [Entry] = []
  private(set) var sections: [Section] = []

  init(_ document: Document) {
    var anchors = Anchors()
    _ = anchors.name("report")
    for index in document.sections.indices {
      let title = document.sections[index].title
      let anchor = title.isEmpty ? "" : anchors.name(title)
      if !title.isEmpty { entries.append(Entry(anchor: anchor, text: title, level: 1)) }
      var headings: [String] = []
      for case .heading(let level, let inlines) in Prose(document.prose(of: index)).pieces {
        let text = Prose.plain(inlines)
        let name = anchors.name(text)
        headings.append(name)
        guard level <= 2 else { continue }
        entries.append(Entry(anchor: name, text: text, level: title.isEmpty ? level : 2))
      }
      sections.append(Section(anchor: anchor, headings: headings))
    }
    let top = entries.map(\.level).min() ?? 1
    for index in entries.indices { entries[index].level -= top - 1 }
  }
}

struct HeadingLevels {
  private var last: Int

  init(last: Int = 1) { self.last = last }

  /// The tag for a heading that asks for `level`.
  mutating func next(_ level: Int) -> String {
    last = min(6, max(2, level), last + 1)
    return "h\(last)"
  }
}
