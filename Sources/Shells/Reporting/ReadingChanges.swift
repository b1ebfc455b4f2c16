// Two documents compared: parameters, data, every value that changed with its interval, every curve
// that moved. What is equal is only counted.

package struct ReadingChanges: Sendable {
  package enum Side: Sendable, Hashable { case both, onlyFirst, onlySecond }

  package struct Change: Sendable, Hashable {
    package var place: String
    package var before: String
    package var after: String
    package var side: Side

    package init(place: String, before: String, after: String, side: Side) {
      self.place = place
      self.before = before
      self.after = after
      self.side = side
    }
  }

  package var origin: [Change]
  package var values: [Change]
  package var curves: [Change]
  package var sameValues: Int

  package var isEmpty: Bool { origin.isEmpty && values.isEmpty && curves.isEmpty }

  package init(from first: Readings, to second: Readings) {
    (origin, _) = Self.compare(Self.origin(of: first), Self.origin(of: second))
    (values, sameValues) = Self.compare(
      first.readings.map { ($0.place, Self.shown($0)) },
      second.readings.map { ($0.place, Self.shown($0)) })
    let curvesBefore = Self.numbered(first.curves.map { ($0.place, $0) })
    let curvesAfter = Self.numbered(second.curves.map { ($0.place, $0) })
    let before = Dictionary(uniqueKeysWithValues: curvesBefore)
    let after = Dictionary(uniqueKeysWithValues: curvesAfter)
    curves = []
    for (key, curve) in curvesBefore {
      guard let other = after[key] else {
        curves.append(.init(place: key.place, before: "", after: "", side: .onlyFirst))
        continue
      }
      if let change = Self.movement(curve, other) {
        curves.append(.init(place: key.place, before: change, after: "", side: .both))
      }
    }
    for (key, _) in curvesAfter where before[key] == nil {
      curves.append(.init(place: key.place, before: "", after: "", side: .onlySecond))
    }
  }

  private static func origin(of readings: Readings) -> [(String, String)] {
    let provenance = readings.provenance
    return [
      ("program", provenance.program), ("seeds", provenance.seeds.joined(separator: ", ")),
      ("ran to its end", readings.isComplete ? "yes" : "no"),
    ] + provenance.parameters.map { ("parameter \($0.name)", $0.value) }
      + provenance.inputs.map { ("data \($0.path)", $0.digest) }
  }

  private static func shown(_ reading: Readings.Reading) -> String {
    reading.bounds.isEmpty ? reading.text : "\(reading.text) (\(reading.bounds))"
  }

  private static func compare(
    _ first: [(String, String)], _ second: [(String, String)]
  ) -> (changes: [Change], same: Int) {
    let (first, second) = (numbered(first), numbered(second))
    let after = Dictionary(uniqueKeysWithValues: second)
    let before = Dictionary(uniqueKeysWithValues: first)
    var same = 0
    var changes: [Change] = []
    for (key, text) in first {
      guard let other = after[key] else {
        changes.append(.init(place: key.place, before: text, after: "", side: .onlyFirst))
        continue
      }
      if other == text {
        same += 1
      } else {
        changes.append(.init(place: key.place, before: text, after: other, side: .both))
      }
    }
    for (key, text) in second where before[key] == nil {
      changes.append(.init(place: key.place, before: "", after: text, side: .onlySecond))
    }
    return (changes, same)
  }

  /// A place that a file has several times, after an edit or a merge, is compared one by one.
  private struct Key: Hashable {
    var place: String
    var occurrence: Int
  }

  private static func numbered<Content>(_ values: [(String, Content)]) -> [(Key, Content)] {
    var counts: [String: Int] = [:]
    return values.map { place, content in
      counts[place, default: 0] += 1
      return (Key(place: place, occurrence: counts[place, default: 1]), content)
    }
  }

  /// But for the last digits, which a file of another form may round otherwise.
  private static func areAlike(_ first: [Double?], _ second: [Double?]) -> Bool {
    first.count == second.count
      && zip(first, second).allSatisfy { a, b in
        guard let a, let b else { return a == nil && b == nil }
        return a == b || (a - b).magnitude <= 1e-12 * max(a.magnitude, b.magnitude)
      }
  }

  /// How a curve moved, in words; nil when it did not.
  private static func movement(
    _ before: Readings.Curve, _ after: Readings.Curve
  ) -> String? {
    guard before.categories == after.categories else {
      return "along \(names(before.categories)), now \(names(after.categories))"
    }
    let (first, second) = (before.points, after.points)
    guard first.count == second.count else {
      return "\(NumberText.display(first.count)) points, now \(NumberText.display(second.count))"
    }
    let moved = zip(first, second).filter { !areAlike($0, $1) }
    guard !moved.isEmpty else { return nil }
    let most = moved.flatMap { zip($0, $1).map { (($0 ?? 0) - ($1 ?? 0)).magnitude } }.max() ?? 0
    return "\(NumberText.display(moved.count)) of \(NumberText.display(first.count)) points moved, "
      + "by at most \(NumberText.display(most))"
  }

  private static func names(_ categories: [String]) -> String {
    guard !categories.isEmpty else { return "numbers" }
    let shown = categories.prefix(5).joined(separator: ", ")
    return categories.count > 5 ? "\(shown), …" : shown
  }
}

extension ReadingChanges {
  /// As tables, for a terminal or a file.
  package func report(first: String, second: String) -> Report {
    guard !isEmpty else {
      return Report([.line("no difference in \(NumberText.display(sameValues)) values")])
    }
    var blocks: [Block] = []
    func table(_ caption: String, _ changes: [Change]) {
      guard !changes.isEmpty else { return }
      blocks.append(
        .table(
          TableBlock(
            columns: [
              .init("", alignment: .left), .init(first, alignment: .left),
              .init(second, alignment: .left), .init("change"),
            ],
            rows: changes.map { change in
              let absent = "–"
              return [
                change.place, change.side == .onlySecond ? absent : change.before,
                change.side == .onlyFirst ? absent : change.after,
                change.side == .both ? Self.difference(change.before, change.after) : "",
              ]
            }, caption: caption, wraps: true, givesWay: [3])))
    }
    table("where they come from", origin)
    table("values", values)
    if !curves.isEmpty {
      blocks.append(
        .table(
          TableBlock(
            columns: [.init("", alignment: .left), .init("change", alignment: .left)],
            rows: curves.map { change in
              switch change.side {
              case .both: [change.place, change.before]
              case .onlyFirst: [change.place, "only in \(first)"]
              case .onlySecond: [change.place, "only in \(second)"]
              }
            }, caption: "figures", wraps: true)))
    }
    blocks.append(
      .line(
        "values that differ: \(NumberText.display(values.count)); "
          + "the same: \(NumberText.display(sameValues))"))
    return Report(blocks)
  }

  /// `+0.12 (+1.0%)` where both begin with a number.
  private static func difference(_ before: String, _ after: String) -> String {
    guard let a = number(before), let b = number(after), a != b else { return "" }
    var digits = DecimalDigits(b - a)
    digits.round(significant: 4)
    let sign = b < a || digits.isZero ? "" : "+"
    let absolute = sign + digits.fixed(decimals: 0)
    guard a != 0, !before.contains("%") else { return absolute }
    return "\(absolute) (\(sign)\(NumberText.fixed((b / a - 1) * 100, decimals: 1))%)"
  }

  /// The number that a text begins with; nothing but a unit, and an interval in brackets, may follow.
  static func number(_ text: String) -> Double? {
    let shown = text.prefix { $0 != "(" }
    guard !shown.drop(while: { !$0.isWhitespace }).contains(where: \.isNumber) else { return nil }
    let head = text.prefix { !$0.isWhitespace && $0 != "%" }.filter { $0 != "," }
    return Double(String(head)).flatMap { $0.isFinite ? $0 : nil }
  }
}
