// A figure as pixels, drawn from its SVG by `rsvg-convert` of librsvg where that is installed
// (docs/decisions/011-png-by-librsvg.md).
import Foundation

package enum FigurePNG {
  package enum Problem: Error, Sendable, Hashable {
    case noProgram
    case notDrawn
  }

  /// The program's path, when it is installed.
  package static var program: String? { path(of: "rsvg-convert") }

  /// Twice as many pixels as the SVG has, for sharp screens and for print.
  package static func bytes(of figure: Figure) throws -> [UInt8] {
    guard let program else { throw Problem.noProgram }
    return try converted(Array(svg(figure).utf8), by: program) { from, to in
      ["--zoom", "2", "--output", to, from]
    }
  }

  /// The program that makes sixels of a PNG, when it is installed: `img2sixel` of libsixel.
  package static var sixelProgram: String? { path(of: "img2sixel") }

  /// `png` as the text that shows it in a terminal with sixels, so many pixels wide.
  package static func sixels(_ png: [UInt8], width: Int) throws -> String {
    guard let sixelProgram else { throw Problem.noProgram }
    // Its long options are broken in version 1.10.
    let bytes = try converted(png, by: sixelProgram) { from, to in
      ["-w", String(width), "-o", to, from]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func path(of program: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// What `program` makes of a file with `bytes`; `arguments` are told that file's path and where the result goes.
  private static func converted(
    _ bytes: [UInt8], by program: String, arguments: (_ from: String, _ to: String) -> [String]
  ) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appendingPathComponent("source")
    let result = folder.appendingPathComponent("result")
    try Data(bytes).write(to: source)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments(source.path, result.path)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let bytes = FileManager.default.contents(atPath: result.path)
    else { throw Problem.notDrawn }
    return [UInt8](bytes)
  }
}
