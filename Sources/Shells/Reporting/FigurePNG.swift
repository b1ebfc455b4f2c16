// A figure as pixels, drawn from its SVG by `rsvg-convert` of librsvg where that is installed
// (docs/decisions/011-png-by-librsvg.md).
import Foundation

package enum FigurePNG {
  package enum Problem: Error, Sendable, Hashable {
    case noProgram
    case notDrawn
  }

  /// The program's path, when it is installed.
  package static var program: String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/rsvg-convert" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Twice as many pixels as the SVG has, for sharp screens and for print.
  package static func bytes(of figure: Figure) throws -> [UInt8] {
    guard let program else { throw Problem.noProgram }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let drawing = folder.appendingPathComponent("figure.svg")
    let picture = folder.appendingPathComponent("figure.png")
    try Data(svg(figure).utf8).write(to: drawing)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["--zoom", "2", "--output", picture.path, drawing.path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let bytes = FileManager.default.contents(atPath: picture.path)
    else { throw Problem.notDrawn }
    return [UInt8](bytes)
  }
}
