// Mathematics in prose: the part of TeX that formulas of a report need, read into a tree. Letters, numbers,
// signs, Greek, `^`, `_`, `\frac`, `\sqrt`, `\text`, accents, sums and brackets. An unknown command shows
// its name; nothing can fail.

indirect enum Formula: Hashable {
  case identifier(String)
  case number(String)
  /// A sign such as + or ≤; a large one takes its limits above and below.
  case sign(String, isLarge: Bool)
  case text(String)
  case row([Formula])
  case fraction(Formula, Formula)
  case root(Formula)
  case accent(Formula, String)
  case scripts(Formula, below: Formula?, above: Formula?)

  init(_ source: String) {
    var reader = FormulaReader(source)
    self = .row(reader.row(depth: 0, untilBrace: false))
  }

  /// On one line, for a terminal.
  var plain: String {
    switch self {
    case .identifier(let text), .number(let text), .text(let text): text
    case .sign(let sign, _): "+-=<>≤≥≈≠→∈±·×|".contains(sign) ? " \(sign) " : sign
    case .row(let parts):
      parts.map(\.plain).joined().replacing(/\s+/, with: " ")
    case .fraction(let top, let bottom): "\(top.enclosed)/\(bottom.enclosed)"
    case .root(let inner): "√\(inner.enclosed)"
    case .accent(let inner, let mark): inner.plain + (Self.combining[mark] ?? "")
    case .scripts(let base, let below, let above):
      base.plain + (below.map { "_\($0.enclosed)" } ?? "") + (above.map { "^\($0.enclosed)" } ?? "")
    }
  }

  private static let combining = ["^": "\u{302}", "¯": "\u{304}", "~": "\u{303}"]

  private var enclosed: String {
    let text = plain
    return text.count <= 1 || text.allSatisfy { $0.isNumber || $0 == "." } ? text : "(\(text))"
  }
}

private struct FormulaReader {
  private let characters: [Character]
  private var place = 0
  private static let deepest = 24

  init(_ source: String) { characters = Array(source) }

  mutating func row(depth: Int, untilBrace: Bool) -> [Formula] {
    var parts: [Formula] = []
    while place < characters.count {
      if characters[place] == "}" {
        place += 1
        if untilBrace { break }
        continue
      }
      guard let next = atom(depth: depth) else { continue }
      parts.append(scripted(next, depth: depth))
    }
    return parts
  }

  private mutating func scripted(_ base: Formula, depth: Int) -> Formula {
    var below: Formula?
    var above: Formula?
    while place < characters.count, depth < Self.deepest {
      if characters[place] == "_", below == nil {
        place += 1
        below = argument(depth: depth + 1)
      } else if characters[place] == "^", above == nil {
        place += 1
        above = argument(depth: depth + 1)
      } else if characters[place] == "'" {
        place += 1
        above = .sign("′", isLarge: false)
      } else {
        break
      }
    }
    return below == nil && above == nil ? base : .scripts(base, below: below, above: above)
  }

  private mutating func argument(depth: Int) -> Formula {
    while place < characters.count, characters[place].isWhitespace { place += 1 }
    return place < characters.count ? atom(depth: depth) ?? .row([]) : .row([])
  }

  private mutating func atom(depth: Int) -> Formula? {
    let character = characters[place]
    place += 1
    if character.isWhitespace || character == "&" { return nil }
    if character == "{" {
      guard depth < Self.deepest else { return nil }
      return .row(row(depth: depth + 1, untilBrace: true))
    }
    if character == "\\" { return command(depth: depth) }
    if character.isNumber {
      var text = String(character)
      while place < characters.count,
        characters[place].isNumber
          || characters[place] == "." && place + 1 < characters.count
            && characters[place + 1].isNumber
      {
        text.append(characters[place])
        place += 1
      }
      return .number(text)
    }
    if character.isLetter { return .identifier(String(character)) }
    if character == "^" || character == "_" { return .row([]) }
    return .sign(
      character == "-" ? "−" : character == "*" ? "∗" : String(character), isLarge: false)
  }

  private mutating func command(depth: Int) -> Formula? {
    var name = ""
    while place < characters.count, characters[place].isLetter, characters[place].isASCII {
      name.append(characters[place])
      place += 1
    }
    guard !name.isEmpty else {
      guard place < characters.count else { return nil }
      let character = characters[place]
      place += 1
      return ",;:! \\".contains(character) ? nil : .sign(String(character), isLarge: false)
    }
    let canNest = depth < Self.deepest
    switch name {
    case "left", "right", "displaystyle", "quad", "qquad", "big", "Big": return nil
    case "frac", "dfrac", "tfrac":
      guard canNest else { return nil }
      let top = argument(depth: depth + 1)
      return .fraction(top, argument(depth: depth + 1))
    case "sqrt": return canNest ? .root(argument(depth: depth + 1)) : nil
    case "hat", "widehat": return canNest ? .accent(argument(depth: depth + 1), "^") : nil
    case "bar", "overline": return canNest ? .accent(argument(depth: depth + 1), "¯") : nil
    case "tilde": return canNest ? .accent(argument(depth: depth + 1), "~") : nil
    case "text", "mathrm", "operatorname", "textrm": return .text(words())
    case "mathbf", "mathbb", "mathcal", "boldsymbol":
      return canNest ? argument(depth: depth + 1) : nil
    case _:
      if let letter = FormulaWords.letters[name] { return .identifier(letter) }
      if let sign = FormulaWords.signs[name] { return .sign(sign, isLarge: false) }
      if let large = FormulaWords.large[name] { return .sign(large, isLarge: true) }
      return .text(name)
    }
  }

  /// What stands in braces, as it is.
  private mutating func words() -> String {
    guard place < characters.count, characters[place] == "{" else { return "" }
    place += 1
    var text = ""
    var depth = 1
    while place < characters.count {
      let character = characters[place]
      place += 1
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if depth == 0 { break }
      text.append(character)
    }
    return text
  }
}

enum FormulaWords {
  static let letters = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ",
    "infty": "∞", "partial": "∂", "emptyset": "∅",
  ]

  static let signs = [
    "cdot": "·", "times": "×", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥",
    "ne": "≠", "neq": "≠", "approx": "≈", "sim": "∼", "equiv": "≡", "propto": "∝", "in": "∈",
    "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "to": "→",
    "rightarrow": "→", "mapsto": "↦", "Rightarrow": "⇒", "mid": "|", "vert": "|", "ldots": "…",
    "dots": "…", "cdots": "⋯", "nabla": "∇", "forall": "∀", "exists": "∃", "langle": "⟨",
    "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "ll": "≪", "gg": "≫",
  ]

  static let large = [
    "sum": "∑", "prod": "∏", "int": "∫", "max": "max", "min": "min", "argmax": "arg max",
    "argmin": "arg min", "sup": "sup", "inf": "inf", "lim": "lim",
  ]
}
