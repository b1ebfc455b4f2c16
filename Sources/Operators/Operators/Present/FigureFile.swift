// A figure as a file, in the form that the name asks for. SVG and text are drawn here; PNG is made by
// `rsvg-convert` of librsvg where that is installed (docs/decisions/011-png-by-librsvg.md).
import Data
import Foundation
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

  /// Twice as many pixels as the SVG has, for sharp screens and for print.
  private static func png(of figure: Figure) throws -> [UInt8] {
    let program = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/rsvg-convert" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let program else {
      throw OperatorError.argument(
        "save",
        "a PNG is drawn by `rsvg-convert`, which is not here; install librsvg2-bin, or save as .svg"
      )
    }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let drawing = folder.appendingPathComponent("figure.svg")
    let picture = folder.appendingPathComponent("figure.png")
    try Foundation.Data(svg(figure).utf8).write(to: drawing)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["--zoom", "2", "--output", picture.path, drawing.path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let bytes = FileManager.default.contents(atPath: picture.path)
    else { throw OperatorError.argument("save", "`rsvg-convert` could not draw the figure") }
    return [UInt8](bytes)
  }
}
