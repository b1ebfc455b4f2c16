// Cells such as `15 €`, `$1,234.50` and `12%`: a number beside a unit. Which units there are is said by whoever reads
// the file, so that no two currencies are added up in silence.

import Foundation

extension CellFormat {
  /// The number without one unit before or after it, and whether that was `%`; nil when none of them is there.
  func withoutUnit(_ text: ArraySlice<UInt8>) -> (number: ArraySlice<UInt8>, isPercent: Bool)? {
    for unit in units {
      let bytes = Array(unit.utf8)
      guard !bytes.isEmpty, text.count > bytes.count else { continue }
      if text.suffix(bytes.count).elementsEqual(bytes) {
        return (spaceless(text.dropLast(bytes.count)), unit == "%")
      }
      let sign = text.prefix { $0 == 43 || $0 == 45 }
      let rest = text.dropFirst(sign.count)
      if rest.starts(with: bytes) {
        let number = spaceless(rest.dropFirst(bytes.count))
        return (sign.isEmpty ? number : (Array(sign) + number)[...], unit == "%")
      }
    }
    return nil
  }

  /// The unit of a cell that holds a number and little else: a currency's sign or letters, or `%`.
  static func unit(in text: ArraySlice<UInt8>) -> String? {
    guard let cell = String(validating: text, as: UTF8.self) else { return nil }
    let isPart = { (character: Character) in
      character.isASCII && (character.isNumber || "+-.,'".contains(character))
        || character.isWhitespace
    }
    guard cell.contains(where: { $0.isASCII && $0.isNumber }) else { return nil }
    let unit = String(cell.drop(while: isPart).prefix { !isPart($0) })
    guard !unit.isEmpty, cell.filter({ !isPart($0) }).count == unit.count else { return nil }
    let isSign =
      unit == "%"
      || unit.unicodeScalars.allSatisfy { $0.properties.generalCategory == .currencySymbol }
    return isSign || currencies.contains(unit) ? unit : nil
  }

  /// Letters that mean a currency, of ISO 4217; three other letters may be anything.
  private static let currencies = Set(
    """
    AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW MXN NOK NZD PLN RON SEK SGD THB TRY TWD \
    UAH USD VND ZAR
    """.split(separator: " ").map(String.init))
}

/// Without blanks at both ends, the ones that do not break a line included.
private func spaceless(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var text = text
  while let blank = blanks.first(where: { text.starts(with: $0) }) {
    text = text.dropFirst(blank.count)
  }
  while let blank = blanks.first(where: { text.suffix($0.count).elementsEqual($0) }) {
    text = text.dropLast(blank.count)
  }
  return text
}

/// A space, a tab, a no-break space and a narrow one.
private let blanks: [[UInt8]] = [[32], [9], [0xC2, 0xA0], [0xE2, 0x80, 0xAF]]

/// With blanks and apostrophes between digits as `mark`: 1 234,50 and 1'234.50.
func groupsMarked(_ text: ArraySlice<UInt8>, as mark: UInt8) -> ArraySlice<UInt8> {
  let others = blanks + [[39], [0xE2, 0x80, 0x99]]
  guard let first = text.first, others.contains(where: { text.firstRange(of: $0) != nil }),
    first &- 48 < 10 || first == 43 || first == 45
  else { return text }
  var marked: [UInt8] = []
  var rest = text
  while let byte = rest.first {
    if let other = others.first(where: { rest.starts(with: $0) }) {
      marked.append(mark)
      rest = rest.dropFirst(other.count)
    } else {
      marked.append(byte)
      rest = rest.dropFirst()
    }
  }
  return marked[...]
}
