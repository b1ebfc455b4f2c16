// Mathematics in prose: what is a formula and what is money, and the tree that browsers draw.

import Foundation
import Reporting
import Testing

@Suite("Formulas")
struct FormulaTests {
  private func body(_ prose: String) -> String { renderHTMLFragment(Report([.prose(prose)])) }

  @Test(
    "A formula becomes MathML",
    arguments: [
      ("$x$", "<math><mrow><mi>x</mi></mrow></math>"),
      (
        "$\\lambda_1^2$",
        "<msubsup><mi>λ</mi><mn>1</mn><mn>2</mn></msubsup>"
      ),
      (
        "$\\frac{a+1}{2.5}$",
        "<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mrow><mn>2.5</mn></mrow></mfrac>"
      ),
      ("$a < b$", "<mo>&lt;</mo>"), ("$\\text{per user}$", "<mtext>per user</mtext>"),
      ("$\\hat J$", "<mover accent=\"true\"><mi>J</mi><mo>^</mo></mover>"),
      (
        "$$\\sum_{i=1}^n x_i$$",
        "<math display=\"block\"><mrow><munderover><mo>∑</mo>"
      ),
      ("$\\unheardof$", "<mtext>unheardof</mtext>"), ("$<script>$", "<mo>&lt;</mo>"),
    ])
  func formulas(source: String, html: String) {
    #expect(body(source).contains(html), "\(body(source))")
  }

  @Test(
    "Money, code and lonely marks are no formulas",
    arguments: [
      "it costs $5, or $6 for two", "from $5-$6", "a $ b $ c", "`$x$`", "\\$x$", "$", "$$", "$$ $",
    ])
  func money(source: String) { #expect(!body(source).contains("<math")) }

  @Test("A terminal shows a formula on one line")
  func terminal() {
    let shown = renderTerminal(
      Report([.prose("$\\frac{J(\\lambda)}{n_1} \\le \\sqrt{x}$")]), style: .init())
    #expect(shown == "(J(λ))/(n_1) ≤ √x\n")
  }

  @Test("Deep, long or broken formulas take little time and never trap")
  func odd() {
    for part in ["{", "}", "^", "_", "\\frac", "\\sqrt{", "\\hat", "x_{", "\\", "$", "$$", "$a"] {
      let text = String(repeating: part, count: 2000)
      #expect(!body("$\(text)$ $$\(text)$$").isEmpty)
    }
  }
}
