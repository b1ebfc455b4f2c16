// A report is a list of blocks; what a value shows, what an error says and what a document holds are
// all reports. Renderers turn one report into terminal text, Markdown or HTML.

package struct Report: Sendable, Hashable {
  package var blocks: [Block]

  package init(_ blocks: [Block] = []) {
    self.blocks = blocks
  }
}

package enum Block: Sendable, Hashable {
  /// Level from 1.
  case heading(level: Int, text: String)
  /// CommonMark.
  case prose(String)
  /// Source code of the language, or of another one.
  case code(String, language: String)
  /// One line of plain text, such as the one-line summary of a value.
  case line(String)
  case table(TableBlock)
  case card(Card)
  case figure(Figure)
  /// An error or a warning, already laid out as text with carets.
  case message(String, severity: MessageSeverity)
}

package enum MessageSeverity: String, Sendable, Hashable {
  case error, warning, note
}

/// A few named facts about a value, in reading order.
package struct Card: Sendable, Hashable {
  package struct Fact: Sendable, Hashable {
    package var label: String
    package var value: String
    /// An explanation in a quieter voice; may be empty.
    package var note: String

    package init(_ label: String, _ value: String, note: String = "") {
      self.label = label
      self.value = value
      self.note = note
    }
  }

  package var title: String
  package var facts: [Fact]
  /// Caveats shown below the facts.
  package var warnings: [String]

  package init(title: String, facts: [Fact], warnings: [String] = []) {
    self.title = title
    self.facts = facts
    self.warnings = warnings
  }
}

/// Cells are already formatted; the renderer only lays them out and says what it hides.
package struct TableBlock: Sendable, Hashable {
  package enum Alignment: Sendable, Hashable { case left, right }

  package struct Column: Sendable, Hashable {
    package var name: String
    /// A type or a unit under the name; may be empty.
    package var unit: String
    package var alignment: Alignment

    package init(_ name: String, unit: String = "", alignment: Alignment = .right) {
      self.name = name
      self.unit = unit
      self.alignment = alignment
    }
  }

  package var columns: [Column]
  package var rows: [[String]]
  /// Rows of the value itself when only some are given here ("10 of 148,210 rows").
  package var totalRows: Int
  package var caption: String
  /// Cells are sentences: where there is no room they are wrapped, not cut.
  package var wraps: Bool
  /// Columns that go first where there is no room, in this order; after them those in the middle go.
  package var givesWay: [Int]

  package init(
    columns: [Column], rows: [[String]], totalRows: Int? = nil, caption: String = "",
    wraps: Bool = false, givesWay: [Int] = []
  ) {
    self.columns = columns
    self.rows = rows
    self.totalRows = totalRows ?? rows.count
    self.caption = caption
    self.wraps = wraps
    self.givesWay = givesWay
  }
}
