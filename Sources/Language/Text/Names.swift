// Names as people type them. The field writes λ and types `lambda`: both spellings are one name, and
// everything that compares names compares their canonical form. A name that fails gets the nearest
// one that would have worked.

package enum Names {
  private static let greek: [String: String] = [
    "λ": "lambda", "γ": "gamma", "τ": "tau", "δ": "delta", "α": "alpha",
  ]

  /// The Latin spelling of the field's five symbols; any other name is itself.
  package static func canonical(_ name: String) -> String {
    // Each of the symbols has two bytes; looking up every name costs a check a tenth of its time.
    name.utf8.count == 2 ? greek[name] ?? name : name
  }

  /// The candidate that was probably meant, or nil when none is near. A third of the letters may be
  /// wrong, at least one; a difference of case alone is always near. The first of equals wins, so
  /// candidates should come in an order that does not vary.
  package static func nearest(
    to name: String, in candidates: some Sequence<String>
  ) -> String? {
    let wanted = Array(name.unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= longestCompared else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
      let letters = Array(candidate.unicodeScalars)
      guard letters.count <= longestCompared else { continue }
      if candidate.lowercased() == name.lowercased() { return candidate }
      let limit = min(max(1, wanted.count / 3), max(1, letters.count - 1))
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let distance = editDistance(wanted, letters)
      // One wrong letter out of one is another name, not a slip.
      guard distance <= limit, distance < max(wanted.count, letters.count) else { continue }
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.name
  }

  private static let longestCompared = 64

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment;
  /// Damerau 1964).
  static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        row[j] = min(replaced, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
