// JSON as a value. The protocol's messages have many shapes, and an editor may send any of them: what is
// asked for and is not there is nil, never a trap.

package import Foundation

package enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  /// A whole number with more digits than the others hold, such as a request's id.
  case long(Int64)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  package init(parsing data: Data) throws {
    self = try JSONDecoder().decode(JSON.self, from: data)
  }

  /// Keys in order, so that the same message is the same bytes.
  package var data: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)) ?? Data("null".utf8)
  }

  package subscript(key: String) -> JSON? {
    guard case .object(let fields) = self else { return nil }
    return fields[key]
  }

  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A whole number that is not out of the world.
  package var int: Int? {
    switch self {
    case .number(let number): Int(exactly: number)
    case .long(let number): Int(exactly: number)
    case .null, .bool, .string, .array, .object: nil
    }
  }

  package var array: [JSON]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }
}

extension JSON: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      let long = value.magnitude < 0x1p53 ? nil : try? container.decode(Int64.self)
      self = long.map(JSON.long) ?? .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value):
      if let whole = Int(exactly: value) {
        try container.encode(whole)
      } else {
        try container.encode(value)
      }
    case .long(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .number(Double(value)) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }
}
