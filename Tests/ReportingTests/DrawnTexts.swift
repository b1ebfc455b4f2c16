// The texts of an SVG drawing as boxes on the page, by the model's own widths: to find two that meet, and those
// that leave the page.

import Foundation
import Reporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct DrawnText: CustomStringConvertible {
  var text: String
  var corners: [(x: Double, y: Double)]

  var description: String {
    "`\(text)` at \(Int(corners[0].x)), \(Int(corners[0].y))"
  }

  /// Convex polygons are apart where a line along one of their sides has them on its two sides.
  func meets(_ other: DrawnText) -> Bool {
    for polygon in [corners, other.corners] {
      for (index, from) in polygon.enumerated() {
        let to = polygon[(index + 1) % polygon.count]
        let normal = (x: to.y - from.y, y: from.x - to.x)
        func along(_ corners: [(x: Double, y: Double)]) -> (low: Double, high: Double) {
          let all = corners.map { $0.x * normal.x + $0.y * normal.y }
          return (all.min() ?? 0, all.max() ?? 0)
        }
        let (mine, others) = (along(corners), along(other.corners))
        if mine.high <= others.low || others.high <= mine.low { return false }
      }
    }
    return true
  }

  func leaves(width: Double, height: Double) -> Bool {
    corners.contains { $0.x < -1 || $0.y < -1 || $0.x > width + 1 || $0.y > height + 1 }
  }
}

/// Reads `<text>` elements; `<g transform="translate(…)">` moves those inside.
final class DrawnTexts: NSObject, XMLParserDelegate {
  private(set) var texts: [DrawnText] = []
  private(set) var size = (width: 0.0, height: 0.0)
  private var shifts: [(x: Double, y: Double)] = [(0, 0)]
  private var attributes: [String: String]?
  private var letters = ""

  init(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    _ = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    switch name {
    case "svg": size = (number(attributes["width"]), number(attributes["height"]))
    case "g":
      let moved = numbers(in: attributes["transform"] ?? "")
      let last = shifts.last ?? (0, 0)
      shifts.append(moved.count == 2 ? (last.x + moved[0], last.y + moved[1]) : last)
    case "text":
      self.attributes = attributes
      letters = ""
    case _: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if attributes != nil { letters += string }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "g" { shifts.removeLast() }
    guard name == "text", let attributes else { return }
    texts.append(box(attributes))
    self.attributes = nil
  }

  private func box(_ attributes: [String: String]) -> DrawnText {
    let classes = (attributes["class"] ?? "").split(separator: " ")
    let isBold = classes.contains("title") || classes.contains("panel")
    let size =
      classes.contains("title")
      ? 15.0 : classes.contains("panel") ? 13 : classes.contains("small") ? 10.5 : 12
    let width = LetterWidth.of(letters, size: size) * (isBold ? 1.1 : 1)
    let place = (x: number(attributes["x"]), y: number(attributes["y"]))
    let left =
      classes.contains("end")
      ? place.x - width : classes.contains("middle") ? place.x - width / 2 : place.x
    // From the top of capitals to the foot of a comma.
    let (top, bottom) = (place.y - 0.73 * size, place.y + 0.17 * size)
    let degrees = numbers(in: attributes["transform"] ?? "").first ?? 0
    let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
    let shift = shifts.last ?? (0, 0)
    let flat = [(left, top), (left + width, top), (left + width, bottom), (left, bottom)]
    return DrawnText(
      text: letters,
      corners: flat.map { corner in
        let (dx, dy) = (corner.0 - place.x, corner.1 - place.y)
        return (
          shift.x + place.x + dx * cosine - dy * sine, shift.y + place.y + dx * sine + dy * cosine
        )
      })
  }

  private func number(_ text: String?) -> Double { text.flatMap(Double.init) ?? 0 }

  private func numbers(in text: String) -> [Double] {
    text.matches(of: /-?[0-9.]+/).compactMap { Double(String($0.0)) }
  }
}
