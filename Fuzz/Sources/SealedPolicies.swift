// Mutants of policies that get past the door. A policy's file carries its own length and a digest of its
// content, so hardly a changed byte reaches what is behind them. Here the description and the tensors are
// changed apart, and the file is written around them with the digest that it should have.

import Data
import Foundation
import Generation

struct SealedPolicies {
  private struct Tensor {
    var name: String
    var shape: [Int]
    /// Bit patterns of the numbers, so that a NaN stays the one that it is.
    var bits: [UInt32]
  }

  private struct File {
    var metadata: [String: String]
    var tensors: [Tensor]
  }

  private let files: [File]
  private var mutator: Mutator

  init(seeds: [[UInt8]], seed: UInt64) {
    files = seeds.compactMap(Self.read)
    let descriptions = files.map { Array(($0.metadata["policy"] ?? "").utf8) }
    mutator = Mutator(seeds: descriptions, byTokens: false, seed: seed)
  }

  /// A policy with a right digest, its content changed.
  mutating func next() -> [UInt8] {
    var file = mutator.random.pick(files)
    if !mutator.random.oneIn(4) {
      let description = mutator.changed(Array((file.metadata["policy"] ?? "").utf8))
      file.metadata["policy"] = String(decoding: description, as: UTF8.self)
    }
    if mutator.random.oneIn(2) { change(&file.tensors) }
    return Self.sealed(file)
  }

  private mutating func change(_ tensors: inout [Tensor]) {
    guard !tensors.isEmpty else { return }
    let place = Int.random(in: 0..<tensors.count, using: &mutator.random)
    let other = Int.random(in: 0..<tensors.count, using: &mutator.random)
    switch Int.random(in: 0..<6, using: &mutator.random) {
    case 0: tensors.remove(at: place)
    case 1: tensors[place].shape.reverse()
    case 2:
      tensors[place].shape = tensors[other].shape
      tensors[place].bits = tensors[other].bits
    case 3: tensors[place].name = tensors[other].name
    case 4:
      let count = mutator.random.pick([0, 1, 2, 3, 8, 64])
      tensors[place].shape = mutator.random.oneIn(2) ? [count] : [count, 1, 1]
      tensors[place].bits = Array(repeating: 0, count: count)
    default:
      guard !tensors[place].bits.isEmpty else { return }
      let number = Int.random(in: 0..<tensors[place].bits.count, using: &mutator.random)
      let odd: [Float] = [.nan, .infinity, -.infinity, 3e38, -3e38, .leastNonzeroMagnitude, -0.0]
      tensors[place].bits[number] = mutator.random.pick(odd).bitPattern
    }
  }

  // MARK: The container

  private static func read(_ bytes: [UInt8]) -> File? {
    guard bytes.count > 8 else { return nil }
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try? JSONSerialization.jsonObject(with: Foundation.Data(bytes[8..<(8 + length)]))
    guard let entries = header as? [String: Any],
      let metadata = entries["__metadata__"] as? [String: String]
    else { return nil }
    let payload = Array(bytes[(8 + length)...])
    let tensors = entries.sorted { $0.key < $1.key }.compactMap { name, entry -> Tensor? in
      guard let entry = entry as? [String: Any], let shape = entry["shape"] as? [Int],
        let offsets = entry["data_offsets"] as? [Int]
      else { return nil }
      let bits = stride(from: offsets[0], to: offsets[1], by: 4).map { start in
        payload[start..<(start + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      }
      return Tensor(name: name, shape: shape, bits: bits)
    }
    return File(metadata: metadata, tensors: tensors)
  }

  /// As `Policy.encoded` writes it: names in order, a digest over the description and all tensors.
  private static func sealed(_ file: File) -> [UInt8] {
    let tensors = Dictionary(file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
      .values.sorted { $0.name < $1.name }
    var metadata = file.metadata
    var header: [String: Any] = [:]
    var payload: [UInt8] = []
    var digest = Digest()
    digest.combine(metadata["policy"] ?? "")
    for tensor in tensors {
      let start = payload.count
      digest.combine(tensor.name)
      for size in tensor.shape { digest.combine(size) }
      for bits in tensor.bits {
        digest.combine(UInt64(bits))
        payload += [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: bits >> UInt32($0)) }
      }
      header[tensor.name] =
        ["dtype": "F32", "shape": tensor.shape, "data_offsets": [start, payload.count]]
        as [String: Any]
    }
    metadata["digest"] = digest.description
    header["__metadata__"] = metadata
    let text = (try? JSONSerialization.data(withJSONObject: header)).map { [UInt8]($0) } ?? []
    let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return length + text + payload
  }
}
