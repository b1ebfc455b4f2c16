// A figure as a file, in the form that the name asks for. SVG and text are drawn here; PNG is made by
// `rsvg-convert` of librsvg where that is installed (docs/decisions/011-png-by-librsvg.md).
import Data
import OperatorKit
import Reporting

enum FigureFile {
  /// Throws what a person has to know, at the argument `save`.
  static func write(_ figure: Figure, to name: String, in context: RunContext) throws {
    let path = context.resolve(name)
    let suffix = name.lowercased()
    if suffix.hasSuffix(".svg") {
      try FileBytes.write(Array(svg(figure).utf8), path: path)
    } else if suffix.hasSuffix(".txt") {
      let text = renderTerminal(Report([.figure(figure)]), style: TerminalStyle())
      try FileBytes.write(Array(text.utf8), path: path)
    } else if suffix.hasSuffix(".png") {
      try FileBytes.write(try png(of: figure), path: path)
    } else {
      throw OperatorError.argument(
        "save", "a figure is saved as .svg, .png or .txt, found \"\(name)\"")
    }
    context.emit(Report([.line("wrote \(name)")]))
  }

  private static func png(of figure: Figure) throws -> [UInt8] {
    do {
      return try FigurePNG.bytes(of: figure)
    } catch FigurePNG.Problem.noProgram {
      throw OperatorError.argument(
        "save",
        "a PNG is drawn by `rsvg-convert`, which is not here; install librsvg2-bin, or save as .svg"
      )
    } catch FigurePNG.Problem.notDrawn {
      throw OperatorError.argument("save", "`rsvg-convert` could not draw the figure")
    }
  }
}
