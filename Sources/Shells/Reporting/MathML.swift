// A formula as MathML, which browsers draw by themselves: no script, no font to fetch, and a reader who
// listens hears it.

enum MathML {
  static func html(_ source: String, isBlock: Bool) -> String {
    let display = isBlock ? " display=\"block\"" : ""
    return "<math\(display)>\(html(Formula(source), isBlock: isBlock))</math>"
  }

  private static func html(_ formula: Formula, isBlock: Bool) -> String {
    func inner(_ part: Formula) -> String { html(part, isBlock: isBlock) }
    switch formula {
    case .identifier(let text): return "<mi>\(Markup.escaped(text))</mi>"
    case .number(let text): return "<mn>\(Markup.escaped(text))</mn>"
    case .sign(let text, _):
      // Brackets keep the size of a letter; a browser would stretch them over the whole row.
      let isBracket = text.allSatisfy { "()[]{}|⟨⟩⌊⌋".contains($0) }
      return "<mo\(isBracket ? " stretchy=\"false\"" : "")>\(Markup.escaped(text))</mo>"
    case .text(let text): return "<mtext>\(Markup.escaped(text))</mtext>"
    case .row(let parts): return "<mrow>\(parts.map(inner).joined())</mrow>"
    case .fraction(let top, let bottom): return "<mfrac>\(inner(top))\(inner(bottom))</mfrac>"
    case .root(let part): return "<msqrt>\(inner(part))</msqrt>"
    case .accent(let part, let mark):
      return "<mover accent=\"true\">\(inner(part))<mo>\(Markup.escaped(mark))</mo></mover>"
    case .scripts(let base, let below, let above):
      var isLarge = false
      if case .sign(_, true) = base { isLarge = isBlock }
      let tag =
        switch (below, above) {
        case (.some, .some): isLarge ? "munderover" : "msubsup"
        case (.some, .none): isLarge ? "munder" : "msub"
        case (.none, _): isLarge ? "mover" : "msup"
        }
      let parts = [below, above].compactMap { $0 }.map(inner).joined()
      return "<\(tag)>\(inner(base))\(parts)</\(tag)>"
    }
  }
}
