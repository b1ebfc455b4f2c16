// The safetensors container: eight bytes of header length (little-endian), a JSON header that names
// every tensor's type, shape and place, then the numbers. Other tools can open it without us, nothing
// in it is executable, and the same content gives the same bytes.

import Foundation

/// 32-bit tensors by name, and texts beside them.
struct Safetensors: Hashable {
  struct Tensor: Hashable {
    var shape: [Int]
    var values: [Float]
  }

  var metadata: [String: String] = [:]
  var tensors: [String: Tensor] = [:]

  init() {}

  private struct Place: Codable {
    var dtype: String
    var shape: [Int]
    var offsets: [Int]

    private enum CodingKeys: String, CodingKey {
      case dtype
      case shape
      case offsets = "data_offsets"
    }
  }

  private enum Entry: Codable {
    case metadata([String: String])
    case tensor(Place)

    init(from decoder: any Decoder) throws {
      if let place = try? Place(from: decoder) {
        self = .tensor(place)
      } else {
        self = .metadata(try [String: String](from: decoder))
      }
    }

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .metadata(let texts): try texts.encode(to: encoder)
      case .tensor(let place): try place.encode(to: encoder)
      }
    }
  }

  private static let metadataKey = "__metadata__"

  func encoded() throws(PolicyFileError) -> [UInt8] {
    var header: [String: Entry] = [Self.metadataKey: .metadata(metadata)]
    var payload: [UInt8] = []
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let start = payload.count
      for value in tensor.values {
        let bits = value.bitPattern
        for shift in [0, 8, 16, 24] as [UInt32] { payload.append(UInt8((bits >> shift) & 255)) }
      }
      header[name] = .tensor(
        Place(dtype: "F32", shape: tensor.shape, offsets: [start, payload.count]))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(header) else {
      throw .unwritable("its header holds a value that no text can hold")
    }
    // Spaces up to a multiple of 8 keep the numbers aligned for readers that map the file.
    let text = [UInt8](json) + [UInt8](repeating: 32, count: (8 - json.count % 8) % 8)
    let length = UInt64(text.count)
    return (0..<8).map { UInt8((length >> (8 * UInt64($0))) & 255) } + text + payload
  }

  init(decoding bytes: [UInt8]) throws(PolicyFileError) {
    guard bytes.count >= 8 else { throw .truncated(expected: 8, found: bytes.count) }
    var length: UInt64 = 0
    for index in 0..<8 { length |= UInt64(bytes[index]) << (8 * UInt64(index)) }
    guard length <= 100_000_000, length >= 2, bytes.count > 8, bytes[8] == 0x7B else {
      throw .foreign("it does not begin like a safetensors file")
    }
    let start = 8 + Int(length)
    guard bytes.count >= start else { throw .truncated(expected: start, found: bytes.count) }
    let json = Data(bytes[8..<start])
    guard let header = try? JSONDecoder().decode([String: Entry].self, from: json) else {
      throw .foreign("its header is not that of a safetensors file")
    }
    let payload = bytes[start...]
    var last = 0
    for (name, entry) in header.sorted(by: { $0.key < $1.key }) {
      switch entry {
      case .metadata(let texts):
        guard name == Self.metadataKey else { throw .damaged("the entry `\(name)`") }
        metadata = texts
      case .tensor(let place):
        tensors[name] = try Self.read(place, name, payload)
        last = max(last, place.offsets[1])
      }
    }
    guard payload.count == last else {
      throw .damaged("\(payload.count - last) bytes after its end")
    }
  }

  private static func read(_ place: Place, _ name: String, _ payload: ArraySlice<UInt8>)
    throws(PolicyFileError) -> Tensor
  {
    guard place.dtype == "F32", place.offsets.count == 2, place.shape.count <= 8 else {
      throw .damaged("the tensor `\(name)`")
    }
    var count = 1
    for size in place.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow, product <= 1 << 40 else {
        throw .damaged("the shape of the tensor `\(name)`")
      }
      count = product
    }
    let low = place.offsets[0]
    let high = place.offsets[1]
    guard low >= 0, high >= low, high - low == 4 * count else {
      throw .damaged("the place of the tensor `\(name)`")
    }
    guard high <= payload.count else {
      throw .truncated(
        expected: payload.startIndex + high, found: payload.startIndex + payload.count)
    }
    var values: [Float] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      var bits: UInt32 = 0
      for byte in 0..<4 {
        bits |= UInt32(payload[payload.startIndex + low + 4 * index + byte]) << (8 * UInt32(byte))
      }
      values.append(Float(bitPattern: bits))
    }
    return Tensor(shape: place.shape, values: values)
  }
}

/// Why bytes are not a policy, or a policy cannot become bytes.
public enum PolicyFileError: Error, Sendable, Hashable {
  /// Shorter than its own header says.
  case truncated(expected: Int, found: Int)
  /// Not one of our files.
  case foreign(String)
  /// One of our files, changed since it was written.
  case damaged(String)
  /// Written by a later release.
  case newerVersion(found: Int, supported: Int)
  /// The policy itself is at fault, not a file.
  case unwritable(String)
}

extension PolicyFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated(let expected, let found):
      "the policy file is cut off: it should have at least \(expected) bytes and has \(found)"
    case .foreign(let reason):
      "this is not a policy file: \(reason)"
    case .damaged(let what):
      "the policy file is damaged: \(what) is not as it was written"
    case .newerVersion(let found, let supported):
      "the policy file has format version \(found); this release reads up to \(supported)"
    case .unwritable(let reason):
      "the policy cannot be written: \(reason)"
    }
  }
}
