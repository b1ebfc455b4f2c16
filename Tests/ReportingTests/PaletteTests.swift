// Colours of figures against what is behind them, in light and in dark, by the formula of WCAG 2.1: 4.5 to 1 for
// letters, 3 to 1 for marks.

import Foundation
import Reporting
import Testing

@Suite("Colours of figures")
struct PaletteTests {
  /// The style of a drawing: light first, then what dark replaces.
  private static let sheets: (light: String, dark: String) = {
    let drawing = svg(Samples.bars)
    let style = String(drawing.firstMatch(of: /<style>((?s:.*?))<\/style>/)?.1 ?? "")
    let parts = style.components(separatedBy: "@media screen and (prefers-color-scheme:dark)")
    return (parts[0], parts.count > 1 ? parts[1] : "")
  }()

  private func colour(_ name: String, _ property: String, isDark: Bool) throws -> String {
    let pattern = try Regex("\\.scrip-figure \\.?\(name)\\{[^}]*?\(property):(#[0-9a-f]{3,6})")
    for sheet in isDark ? [Self.sheets.dark, Self.sheets.light] : [Self.sheets.light] {
      if let found = sheet.firstMatch(of: pattern), let text = found[1].substring {
        return String(text)
      }
    }
    throw NoColour(name: name)
  }

  private struct NoColour: Error { var name: String }

  @Test("Black on white is 21 to 1, and #767676 on white 4.54")
  func formula() {
    #expect(Colour.contrast("#000", "#ffffff") == 21)
    #expect(abs(Colour.contrast("#767676", "#fff") - 4.54) < 0.005)
  }

  @Test("Letters and marks stand out from the paper", arguments: [false, true])
  func paper(isDark: Bool) throws {
    let paper = try colour("paper", "fill", isDark: isDark)
    for name in ["text", "quiet"] {
      let ink = try colour(name, "fill", isDark: isDark)
      #expect(Colour.contrast(ink, paper) >= 4.5, "\(name) \(ink)")
    }
    for index in 0..<6 {
      let ink = try colour("s\(index)", "fill", isDark: isDark)
      #expect(Colour.contrast(ink, paper) >= 3, "series \(index) \(ink)")
    }
    for name in ["rule", "axis"] {
      let ink = try colour(name, "stroke", isDark: isDark)
      #expect(Colour.contrast(ink, paper) >= 3, "\(name) \(ink)")
    }
  }

  @Test("The number in a cell of a heat map stands out from its shade", arguments: [false, true])
  func cells(isDark: Bool) throws {
    let shares = (0..<10).map { Double($0) / 9 }
    let figure = Figure(
      title: "", x: .init("", categories: shares.map { "\($0)" }), y: .init("", categories: ["a"]),
      series: [], cells: .init("", [shares], isShare: true))
    let cells = svg(figure).matches(
      of: /class="(h[0-9]) value"[^\n]*\n<text [^>]*class="middle small (onDark|onLight)"/)
    #expect(Set(cells.map(\.1)).count == 10)
    for cell in cells {
      let shade = try colour(String(cell.1), "fill", isDark: isDark)
      let ink = try colour(String(cell.2), "fill", isDark: isDark)
      #expect(Colour.contrast(ink, shade) >= 4.5, "\(cell.2) \(ink) on \(cell.1) \(shade)")
    }
  }
}
