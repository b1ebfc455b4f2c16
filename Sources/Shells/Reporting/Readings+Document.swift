// Collects what a document says. A table's row is called by its leading columns of text, or by its first
// column; a cell that reads `low … high` belongs to the number right before it. Places that repeat are counted.

extension Readings {
  package init(_ document: Document) {
    var collector = ReadingCollector()
    for index in document.sections.indices {
      let section = document.sections[index]
      collector.enter(section, prose: document.prose(of: index))
      for binding in section.bindings { collector.add(binding.name, binding.summary) }
      for block in section.results.flatMap(\.blocks) { collector.add(block) }
    }
    self.init(
      title: document.title,
      provenance: document.provenance ?? Provenance(program: ""),
      isComplete: document.sections.allSatisfy { $0.status == .ran },
      readings: collector.readings, curves: collector.curves)
  }
}

private struct ReadingCollector {
  private(set) var readings: [Readings.Reading] = []
  private(set) var curves: [Readings.Curve] = []
  private var section = ""
  private var used: [String: Int] = [:]

  /// A section without a title goes by the last heading of the prose before it.
  mutating func enter(_ next: Document.Section, prose: String) {
    for case .heading(_, let inlines) in Prose(prose).pieces { section = Prose.plain(inlines) }
    if !next.title.isEmpty { section = next.title }
  }

  mutating func add(_ name: String, _ text: String, bounds: String = "") {
    readings.append(.init(place([name]), text, bounds: bounds))
  }

  mutating func add(_ block: Block) {
    switch block {
    case .heading(_, let text): section = text
    case .prose(let text):
      for case .heading(_, let inlines) in Prose(text).pieces { section = Prose.plain(inlines) }
      readings.append(.init(place(["note"]), TextWidth.cleaned(text, lineBreak: " ")))
    case .code: break
    case .line(let text): readings.append(.init(place(["value"]), text))
    case .message(let text, let severity): readings.append(.init(place([severity.rawValue]), text))
    case .card(let card): add(card)
    case .table(let table): add(table)
    case .figure(let figure): add(figure)
    }
  }

  private mutating func add(_ card: Card) {
    let name = Caption.name(of: card.title)
    for fact in card.facts {
      readings.append(.init(place([name, fact.label]), fact.value, bounds: fact.note))
    }
    for warning in card.warnings {
      readings.append(.init(place([name, "warning"]), warning))
    }
  }

  private mutating func add(_ table: TableBlock) {
    let name = Caption.name(of: table.caption)
    if name != table.caption { readings.append(.init(place([name, "caption"]), table.caption)) }
    if table.totalRows != table.rows.count {
      readings.append(.init(place([name, "rows"]), NumberText.display(table.totalRows)))
    }
    let leading = max(1, table.columns.prefix { $0.alignment == .left }.count)
    for row in table.rows {
      let label = row.prefix(min(leading, table.columns.count - 1)).joined(separator: ", ")
      let first = min(leading, table.columns.count - 1)
      for column in first..<max(first, min(row.count, table.columns.count)) {
        if column > first, Self.isInterval(row[column]), let last = readings.indices.last,
          readings[last].bounds.isEmpty, !Self.isInterval(readings[last].text)
        {
          readings[last].bounds = row[column]
        } else {
          readings.append(
            .init(place([name, label, table.columns[column].name]), row[column]))
        }
      }
    }
  }

  private static func isInterval(_ text: String) -> Bool { text.contains(" … ") }

  private mutating func add(_ figure: Figure) {
    let name = Caption.name(of: figure.title)
    for panel in figure.panels { add(panel) }
    let categories = figure.x.categories + figure.y.categories
    func append(_ label: String, _ points: [[Double?]], _ categories: [String] = []) {
      curves.append(.init(place([name, label]), points: points, categories: categories))
    }
    for series in figure.series {
      append(series.name, series.points.map { [$0.x, $0.y, $0.low, $0.high] }, categories)
    }
    if let cells = figure.cells { append(cells.label, cells.values, categories) }
    for rule in figure.rules {
      switch rule {
      case .vertical(let x, let label): append(Caption.name(of: label), [[x, nil]])
      case .horizontal(let y, let label): append(Caption.name(of: label), [[nil, y]])
      }
    }
  }

  private mutating func place(_ parts: [String]) -> String {
    let words = ([section] + parts).filter { !$0.isEmpty }
      .map { TextWidth.cleaned($0, lineBreak: " ") }
    let name = words.joined(separator: " › ")
    let count = (used[name] ?? 0) + 1
    used[name] = count
    return count == 1 ? name : "\(name) (\(count))"
  }
}
