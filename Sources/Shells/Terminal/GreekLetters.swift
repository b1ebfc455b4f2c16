// `\lambda` and Tab give λ, on any keyboard. The names are the usual ones.

import Text

package enum GreekLetters {
  private static let names: [(name: String, letter: String)] = [
    ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"),
    ("zeta", "ζ"), ("eta", "η"), ("theta", "θ"), ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"),
    ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"), ("pi", "π"), ("rho", "ρ"), ("sigma", "σ"),
    ("tau", "τ"), ("upsilon", "υ"), ("phi", "φ"), ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"),
    ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Xi", "Ξ"), ("Pi", "Π"),
    ("Sigma", "Σ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"),
  ]

  /// λ for `lambda`, where the language takes both for one name; any other name is itself.
  static func spelling(of name: String) -> String {
    names.first { $0.name == name && Names.canonical($0.letter) == name }?.letter ?? name
  }

  /// Candidates when the text before the cursor ends in a backslash and letters, else nil. A name
  /// that is written out stands for itself.
  package static func completions(before cursor: String) -> Completions? {
    guard let backslash = cursor.lastIndex(of: "\\") else { return nil }
    let typed = cursor[cursor.index(after: backslash)...]
    guard typed.unicodeScalars.allSatisfy({ $0.isASCII && $0.properties.isAlphabetic }) else {
      return nil
    }
    let matches = names.filter { $0.name.hasPrefix(typed) }
    guard !matches.isEmpty else { return nil }
    let exact = matches.filter { $0.name == typed }
    return Completions(
      stemLength: typed.count + 1,
      candidates: (exact.isEmpty ? matches : exact).map { entry in
        Candidate(entry.letter, label: "\\\(entry.name)", summary: entry.letter)
      })
  }
}
