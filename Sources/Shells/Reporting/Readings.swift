// What a document says in numbers: every fact of a card, cell of a table, line and figure, with the
// place where it stands. Two documents are compared by these, and every report carries its own, so that
// a report that was sent around can be compared without the data or the program.

package struct Readings: Sendable, Hashable {
  package struct Reading: Sendable, Hashable {
    /// Section, table or card, row, column.
    package var place: String
    package var text: String
    /// The interval beside it; may be empty.
    package var bounds: String

    package init(_ place: String, _ text: String, bounds: String = "") {
      self.place = place
      self.text = text
      self.bounds = bounds
    }
  }

  /// One series of a figure: x, y, low and high of each point; or a line across it. What is no number is nil, as
  /// in a file.
  package struct Curve: Sendable, Hashable {
    package var place: String
    package var points: [[Double?]]
    /// Names along the axes, which points count from 0.
    package var categories: [String]

    package init(_ place: String, points: [[Double?]], categories: [String] = []) {
      self.place = place
      self.points = points.map { $0.map { $0.flatMap { $0.isFinite ? $0 : nil } } }
      self.categories = categories
    }
  }

  package var title: String
  package var provenance: Provenance
  /// No section failed and none was left out.
  package var isComplete: Bool
  package var readings: [Reading]
  package var curves: [Curve]

  package init(
    title: String, provenance: Provenance, isComplete: Bool, readings: [Reading], curves: [Curve]
  ) {
    self.title = title
    self.provenance = provenance
    self.isComplete = isComplete
    self.readings = readings
    self.curves = curves
  }
}

extension Readings.Reading {
  /// A number with the interval that stands beside it or in brackets behind it.
  package var estimate: (value: Double, low: Double?, high: Double?)? {
    guard let value = ReadingChanges.number(text) else { return nil }
    let inside = text.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
    for range in [String(inside), bounds] {
      let ends = range.components(around: " … ").map { ReadingChanges.number($0) }
      if ends.count == 2, let low = ends[0], let high = ends[1] { return (value, low, high) }
    }
    return (value, nil, nil)
  }
}

extension String {
  /// The two parts around the first `separator`, or the text alone.
  fileprivate func components(around separator: String) -> [String] {
    guard let range = firstRange(of: separator) else { return [self] }
    return [String(self[..<range.lowerBound]), String(self[range.upperBound...])]
  }
}

extension Readings {
  /// Stands before the values wherever they are embedded.
  package static let mark = "scrip-values"

  /// One line for each value, so that revisions compare line by line.
  package var json: JSONText {
    .object([
      "format": .string("scrip values 1"),
      "title": .string(title),
      "program": .string(provenance.program),
      "script": .string(provenance.script),
      "complete": .boolean(isComplete),
      "parameters": .list(
        provenance.parameters.map {
          .row([.string($0.name), .string($0.value), .boolean($0.isSet)])
        }),
      "seeds": .row(provenance.seeds.map(JSONText.string)),
      "data": .list(provenance.inputs.map { .row([.string($0.path), .string($0.digest)]) }),
      "values": .list(
        readings.map { reading in
          .row(
            [.string(reading.place), .string(reading.text)]
              + (reading.bounds.isEmpty ? [] : [.string(reading.bounds)]))
        }),
      "curves": .list(
        curves.map { curve in
          .row(
            [
              .string(curve.place),
              .row(curve.points.map { .row($0.map { $0.map(JSONText.number) ?? .null }) }),
            ]
              + (curve.categories.isEmpty ? [] : [.row(curve.categories.map(JSONText.string))]))
        }),
    ])
  }
}
