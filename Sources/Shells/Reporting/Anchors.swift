// Names for places in a document, made from its words, so that a link or a cell's id outlives an
// insertion before it: `Choose λ for the budget` is `choose-lambda-for-the-budget`.

struct Anchors {
  private var used: Set<String> = []

  /// Letters, digits and `-` of ASCII, at most 48 of them, never given twice.
  mutating func name(_ text: String, otherwise: String = "section") -> String {
    let plain = Self.slug(text)
    let stem = plain.isEmpty ? otherwise : plain
    var name = stem
    var count = 1
    while !used.insert(name).inserted {
      count += 1
      name = "\(stem)-\(count)"
    }
    return name
  }

  static func slug(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "λ": out += "lambda"
      case "a"..."z", "0"..."9": out.unicodeScalars.append(scalar)
      case "A"..."Z": out += String(scalar).lowercased()
      case _: if !out.isEmpty, out.last != "-" { out += "-" }
      }
      if out.count >= 48 { break }
    }
    while out.last == "-" { out.removeLast() }
    return out
  }
}
