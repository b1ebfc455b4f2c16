// Which parts of a plot are taken, on a grid of four pixels, so that labels find free ground in
// time that does not depend on the number of points. A label may cover a mark when it must; it never
// covers another label.

struct SVGGround {
  private let frame: SVGFrame
  private let columns: Int
  private let rows: Int
  private enum Cover: UInt8 { case nothing, mark, label }
  private var taken: [Cover]
  private static let size = 4.0

  init(_ frame: SVGFrame) {
    self.frame = frame
    columns = Int((frame.right - frame.left) / Self.size) + 1
    rows = Int((frame.bottom - frame.top) / Self.size) + 1
    taken = Array(repeating: .nothing, count: columns * rows)
  }

  mutating func occupy(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
    cover(left, top, right, bottom, by: .mark)
  }

  private mutating func cover(
    _ left: Double, _ top: Double, _ right: Double, _ bottom: Double, by cover: Cover
  ) {
    for row in range(top - frame.top, bottom - frame.top, rows) {
      for column in range(left - frame.left, right - frame.left, columns) {
        if taken[row * columns + column] != .label { taken[row * columns + column] = cover }
      }
    }
  }

  mutating func occupy(from: (x: Double, y: Double), to: (x: Double, y: Double)) {
    let length = max((to.x - from.x).magnitude, (to.y - from.y).magnitude)
    let steps = Int(min(4000, length / 3)) + 1
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      let x = from.x + (to.x - from.x) * share
      let y = from.y + (to.y - from.y) * share
      occupy(x, y, x, y)
    }
  }

  /// The first place whose text (baseline at the place) covers nothing, taken from then on. With
  /// `mayCover`, the one that covers the fewest marks. nil where every place covers a label.
  mutating func best(
    of places: [(x: Double, y: Double)], width: Double, mayCover: Bool
  ) -> (x: Double, y: Double)? {
    var best: (place: (x: Double, y: Double), cost: Int)?
    for place in places {
      let inside =
        place.x >= frame.left && place.x + width <= frame.right + 8
        && place.y - 11 >= frame.top - 4 && place.y + 2 <= frame.bottom
      guard inside else { continue }
      guard let cost = marks(place.x - 2, place.y - 11, place.x + width + 2, place.y + 3),
        mayCover || cost == 0
      else { continue }
      if cost < best?.cost ?? .max { best = (place, cost) }
      if cost == 0 { break }
    }
    guard let place = best?.place else { return nil }
    cover(place.x, place.y - 10, place.x + width, place.y + 2, by: .label)
    return place
  }

  /// How many cells of marks lie below; nil where a label does.
  private func marks(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Int? {
    var count = 0
    for row in range(top - frame.top, bottom - frame.top, rows) {
      for column in range(left - frame.left, right - frame.left, columns) {
        switch taken[row * columns + column] {
        case .nothing: break
        case .mark: count += 1
        case .label: return nil
        }
      }
    }
    return count
  }

  private func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
    let limit = Double(count) * Self.size
    let first = Int((min(limit, max(0, low)) / Self.size).rounded(.down))
    let last = Int((min(limit, max(-Self.size, high)) / Self.size).rounded(.down))
    return first..<max(first, min(count, last + 1))
  }
}
