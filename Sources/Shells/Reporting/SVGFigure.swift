// A figure as a self-contained SVG: same figure, same bytes. Classes carry the colours (Okabe and
// Ito's palette, safe for colour-blind readers) so that one small style sheet serves light and dark.
// Text widths are estimated, as there is no font to measure; the estimates are generous.

/// An SVG document, `width` × `height` in pixels (at least 240 × 160).
package func svg(_ figure: Figure, width: Double = 720, height: Double? = nil) -> String {
  let wide = width.isFinite ? min(4000, max(240, width)) : 720
  let high = height ?? SVGFigure.usualHeight(of: figure, width: wide)
  return SVGFigure(figure, width: wide, height: high.isFinite ? min(4000, max(160, high)) : 420)
    .text()
}

struct SVGFigure {
  private let figure: Figure
  private let plan: FigurePlan
  private let width: Double
  private let height: Double
  private let isPanel: Bool

  init(_ figure: Figure, width: Double, height: Double, isPanel: Bool = false) {
    self.figure = figure
    plan = FigurePlan(figure)
    self.width = width
    self.height = height
    self.isPanel = isPanel
  }

  /// Room for each row of panels, for each row of cells, for each category that stands on y, and for a long
  /// legend.
  static func usualHeight(of figure: Figure, width: Double) -> Double {
    let legend = SVGLegend(FigurePlan(figure), width: width - 32, height: .infinity)
    let usual = (width < 600 ? 340.0 : 420) + max(0, legend.height - 36)
    if !figure.panels.isEmpty {
      let columns = width >= 600 ? min(2, figure.panels.count) : 1
      let rows = (figure.panels.count + columns - 1) / columns
      let tallest = figure.panels.map { usualHeight(of: $0, width: width / Double(columns)) }.max()
      return 40 + Double(rows) * min(tallest ?? usual, columns > 1 ? 340 : 420)
    }
    let rows = Double(figure.y.categories.count)
    guard rows > 0 else { return usual }
    return figure.cells == nil
      ? min(usual, 130 + rows * 44 * Double(max(1, figure.series.count)))
      : min(900, 130 + rows * 26)
  }

  /// Without `styled` the page brings the style.
  func text(classes: String = "", styled: Bool = true) -> String {
    let name = classes.isEmpty ? "scrip-figure" : "scrip-figure \(classes)"
    let out = """
      <svg xmlns="http://www.w3.org/2000/svg" class="\(name)" role="img" \
      viewBox="0 0 \(Markup.number(width)) \(Markup.number(height))" \
      width="\(Markup.number(width))" height="\(Markup.number(height))">
      <title>\(Markup.escaped(figure.title.isEmpty ? "Figure" : figure.title))</title>
      <desc>\(Markup.escaped(description))</desc>
      \(styled ? "<style>\(SVGStyle.sheet)</style>" : "")
      <rect class="paper" width="\(Markup.number(width))" height="\(Markup.number(height))"/>

      """
    return out + body() + "</svg>\n"
  }

  /// Title, legend, axes and marks.
  private func body() -> String {
    var out = ""
    var top = 14.0
    if !figure.title.isEmpty {
      // Bold letters are a tenth wider.
      let room = (width - 32) / 1.1
      let size = isPanel ? 13.0 : 15
      let title = TextWidth.cleaned(figure.title, lineBreak: " ")
      let lines = LetterWidth.wrap(title, to: room, size: size)
      for (index, line) in lines.prefix(2).enumerated() {
        top += index == 0 ? 12 : 19
        let isLast = index == 1 && lines.count > 2
        let shown = LetterWidth.cut(isLast ? line + " ……" : line, to: room, size: size)
        out += SVGText.line(shown, x: 16, y: top, classes: isPanel ? "panel" : "title")
      }
      top += 12
    }
    if !figure.panels.isEmpty { return out + panels(top: top) }
    if let cells = figure.cells {
      return out + SVGCells(figure, cells, width: width, height: height, top: top + 4).text()
    }
    let legend = SVGLegend(plan, width: width - 32, height: height * 0.4)
    out += legend.text(x: 16, y: top)
    top += legend.height
    guard !plan.isEmpty else {
      return out
        + SVGText.line("nothing to draw", x: width / 2, y: height / 2, classes: "middle quiet")
        + note()
    }
    let frame = SVGFrame(plan, width: width, height: height, top: top + 8)
    return out + frame.axes() + SVGMarks(plan, frame: frame).text() + note()
  }

  /// Side by side where there is room for two, else below each other.
  private func panels(top: Double) -> String {
    let columns = width >= 600 ? min(2, figure.panels.count) : 1
    let rows = (figure.panels.count + columns - 1) / columns
    let wide = width / Double(columns)
    let high = (height - top) / Double(rows)
    return figure.panels.enumerated().map { index, panel in
      let x = Double(index % columns) * wide
      let y = top + Double(index / columns) * high
      let body = SVGFigure(panel, width: wide, height: high, isPanel: true).body()
      return "<g transform=\"translate(\(Markup.number(x)) \(Markup.number(y)))\">\n\(body)</g>\n"
    }.joined()
  }

  private func note() -> String {
    guard let note = plan.undrawnNote else { return "" }
    return SVGText.line(note, x: width - 8, y: height - 5, classes: "end small quiet")
  }

  /// For readers who hear the figure, where a picture stands for it: its title and what it shows.
  static func words(for figure: Figure) -> String {
    let text = SVGFigure(figure, width: 720, height: 420).description
    return figure.title.isEmpty ? text : "\(figure.title): \(text)"
  }

  /// For readers who hear the figure.
  private var description: String {
    if !figure.panels.isEmpty {
      return figure.panels.map { panel in
        let text = SVGFigure(panel, width: width, height: height).description
        return panel.title.isEmpty ? text : "\(panel.title): \(text)"
      }.joined(separator: " ")
    }
    if let cells = figure.cells {
      return "\(cells.label) by \(figure.y.label) and \(figure.x.label), from "
        + "\(cells.text(cells.range.lowerBound)) to \(cells.text(cells.range.upperBound))."
    }
    var parts = ["\(figure.y.label) over \(figure.x.label)"]
    for series in plan.series {
      let values = series.points.map(\.value)
      guard let low = values.min(), let high = values.max() else { continue }
      let count = NumberText.display(series.points.count)
      parts.append(
        "\(series.name): \(count) \(series.points.count == 1 ? "point" : "points") from "
          + "\(NumberText.display(low)) to \(NumberText.display(high))")
    }
    for rule in plan.valueRules + plan.positionRules {
      parts.append("\(rule.label) at \(NumberText.display(rule.at))")
    }
    return parts.joined(separator: "; ") + "."
  }
}

enum SVGText {
  static func line(_ text: String, x: Double, y: Double, classes: String = "", turned: Double = 0)
    -> String
  {
    guard !text.isEmpty else { return "" }
    let place = "x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\""
    let name = classes.isEmpty ? "" : " class=\"\(classes)\""
    let turn =
      turned == 0
      ? ""
      : " transform=\"rotate(\(Markup.number(turned)) \(Markup.number(x)) \(Markup.number(y)))\""
    return "<text \(place)\(name)\(turn)>\(Markup.escaped(text))</text>\n"
  }
}

enum SVGStyle {
  /// Okabe and Ito's colours in an order that suits each background; on white the pale ones are darker, so that
  /// each is 3 to 1 against its ground (a test computes it).
  private static let light = ["#0072b2", "#d55e00", "#009e73", "#c2659a", "#3b3d45", "#2f8fc9"]
  private static let dark = ["#56b4e9", "#e69f00", "#1bb98c", "#cc79a7", "#e8743b", "#f0e442"]
  static let colours = light.count

  static func colour(_ index: Int) -> String { "s\(index % colours)" }

  /// Beyond the colours, lines are dashed.
  static func classes(_ index: Int) -> String {
    colour(index) + (index / colours % 2 == 1 ? " dashed" : "")
  }

  /// From light to dark in one hue, even in lightness; on a dark ground from dark to light.
  private static let shades = [
    "#eef4fa", "#d9e7f3", "#c1d8ec", "#a4c6e3", "#82b1d8", "#5f9acb", "#3a78b0", "#2869a5",
    "#14508a", "#0a396a",
  ]

  static let sheet: String = {
    let root = ".scrip-figure"
    let cells = shades.enumerated().map { "\(root) .h\($0){fill:\($1);stroke:none}" }.joined()
    func series(_ palette: [String]) -> String {
      palette.enumerated().map { "\(root) .s\($0){stroke:\($1);fill:\($1)}" }.joined()
    }
    return """
      \(root){font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;\
      max-width:100%;height:auto}\
      \(root) text{fill:#1c1d22;stroke:none}\
      \(root) .title{font-size:15px;font-weight:600}\(root) .panel{font-size:13px;font-weight:600}\(root) .small{font-size:10.5px}\
      \(root) .middle{text-anchor:middle}\(root) .end{text-anchor:end}\
      \(root) .cap{stroke:#1c1d22}\(root) .paper{fill:#fff}\(root) .halo{stroke:#fff;stroke-width:3;paint-order:stroke;\
      stroke-linejoin:round}\
      \(root) .quiet{fill:#5d606b}\(root) .grid{stroke:#e4e5ea}\(root) .axis{stroke:#8a8d98}\
      \(root) .rule{stroke:#3b3d45;stroke-dasharray:5 4}\
      \(series(light))\(cells)\(root) .onLight{fill:#1c1d22}\(root) .onDark{fill:#fff}\
      @media screen and (prefers-color-scheme:dark){\(root) text{fill:#e8e9ee}\(root) .paper{fill:#17181c}\
      \(root) .halo{stroke:#17181c}\(root) .quiet{fill:#a2a5b1}\(root) .grid{stroke:#2c2e36}\
      \(root) .axis{stroke:#747783}\(root) .rule{stroke:#c9cbd3}\(root) .cap{stroke:#e8e9ee}\
      \(series(dark))\(root) .onLight{fill:#1c1d22}\(root) .onDark{fill:#fff}}\
      \(root) .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\
      \(root) .dashed{stroke-dasharray:6 4}\
      \(root) .band{fill-opacity:.18;stroke:none}\(root) .bar{fill-opacity:.85;stroke:none}\
      \(root) .place{fill:none;stroke:none}\(root) .error{fill:none;stroke-width:1.5}\(root) .cap{fill:none}
      """
  }()
}
