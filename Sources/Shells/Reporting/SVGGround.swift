// Which parts of a plot are taken, on a grid of four pixels, so that labels find free ground in
// time that does not depend on the number of points.

struct SVGGround {
  private let frame: SVGFrame
  private let columns: Int
  private let rows: Int
  private var taken: [Bool]
  private static let size = 4.0

  init(_ frame: SVGFrame) {
    self.frame = frame
    columns = Int((frame.right - frame.left) / Self.size) + 1
    rows = Int((frame.bottom - frame.top) / Self.size) + 1
    taken = Array(repeating: false, count: columns * rows)
  }

  mutating func occupy(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
    for row in range(top - frame.top, bottom - frame.top, rows) {
      for column in range(left - frame.left, right - frame.left, columns) {
        taken[row * columns + column] = true
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
  /// `always`, the one that covers least.
  mutating func best(
    of places: [(x: Double, y: Double)], width: Double, always: Bool
  ) -> (x: Double, y: Double)? {
    var best: (place: (x: Double, y: Double), cost: Int)?
    for place in places {
      let inside =
        place.x >= frame.left && place.x + width <= frame.right + 8
        && place.y - 11 >= frame.top - 4 && place.y + 2 <= frame.bottom
      guard inside else { continue }
      let cost = covered(place.x - 1, place.y - 10, place.x + width + 1, place.y + 2)
      if cost < best?.cost ?? .max { best = (place, cost) }
      if cost == 0 { break }
    }
    let fallback = always ? places.first : nil
    guard let found = best, always || found.cost == 0 else { return fallback }
    occupy(found.place.x, found.place.y - 10, found.place.x + width, found.place.y + 2)
    return found.place
  }

  private func covered(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Int {
    var count = 0
    for row in range(top - frame.top, bottom - frame.top, rows) {
      for column in range(left - frame.left, right - frame.left, columns) {
        if taken[row * columns + column] { count += 1 }
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
