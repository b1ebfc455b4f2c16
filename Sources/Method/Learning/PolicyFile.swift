// A policy as bytes and back. Weights are tensors; everything else is one JSON text in the metadata,
// with the format's version and a digest over all of it. Reading checks every size before it is used:
// a file from anywhere may be wrong, and must then give an error.

import Compute
import Data
import Foundation

extension Policy {
  /// The newest format that this release writes and reads.
  public static let formatVersion = 1
  private static let format = "scrip-policy"

  /// The policy as a safetensors file; the same policy gives the same bytes. Throws
  /// `PolicyFileError.unwritable` for a policy that holds numbers which are not finite.
  public func encoded() throws(PolicyFileError) -> [UInt8] {
    var file = Safetensors()
    if case .value(let network, _) = rule { file.add(network, "value") }
    if let generative { file.add(generative.network, "generative") }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard file.tensors.values.allSatisfy({ $0.values.allSatisfy(\.isFinite) }),
      let json = try? encoder.encode(PolicyRecord(self))
    else { throw .unwritable("it holds a number that is not finite") }
    let text = String(decoding: json, as: UTF8.self)
    file.metadata = [
      "format": Self.format, "version": String(Self.formatVersion), "policy": text,
      "digest": file.digest(text),
    ]
    return try file.encoded()
  }

  /// Reads `encoded()`'s bytes.
  public init(decoding bytes: [UInt8]) throws(PolicyFileError) {
    let file = try Safetensors(decoding: bytes)
    guard file.metadata["format"] == Self.format else {
      throw .foreign("its metadata does not say `\(Self.format)`")
    }
    guard let version = file.metadata["version"].flatMap(Int.init), version >= 1 else {
      throw .damaged("its version")
    }
    guard version <= Self.formatVersion else {
      throw .newerVersion(found: version, supported: Self.formatVersion)
    }
    guard let text = file.metadata["policy"], file.metadata["digest"] == file.digest(text) else {
      throw .damaged("its content")
    }
    guard
      let record = try? JSONDecoder().decode(PolicyRecord.self, from: Foundation.Data(text.utf8))
    else { throw .damaged("its description") }
    self = try record.policy(file)
  }
}

/// Inside another file, such as an evaluation's: the bytes of its own.
extension Policy: Codable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Foundation.Data(try encoded()))
  }

  public init(from decoder: any Decoder) throws {
    let bytes = try decoder.singleValueContainer().decode(Foundation.Data.self)
    try self.init(decoding: [UInt8](bytes))
  }
}

/// Everything but the weights.
private struct PolicyRecord: Codable {
  struct Network: Codable {
    var inputs: Int
    var hidden: [Int]
    var heads: Int
    var levels: Int
    var functions: Int
  }

  var name: String
  var rule: String
  var level: Int?
  var threshold: Double?
  var levelLabels: [String]
  var levelValues: [Double]
  /// Nil in files from before this was kept.
  var levelsAreTexts: Bool?
  var encoder: StateEncoder
  var lambdas: [Double]?
  var scale: Double
  var deployment: Policy.Deployment?
  var summary: TrainingSummary?
  var learnedFrom: UserSample?
  var value: Network?
  var generative: Network?
  var segments: SegmentPlan?

  init(_ policy: Policy) {
    name = policy.name
    levelLabels = policy.levels.map(\.label)
    levelValues = policy.levels.map(\.value)
    levelsAreTexts = policy.levels.contains(where: \.isText)
    encoder = policy.encoder
    lambdas = policy.lambdas?.values
    scale = policy.scale
    deployment = policy.deployment
    summary = policy.summary
    learnedFrom = policy.learnedFrom
    generative = policy.generative.map { Network($0.network.shape) }
    switch policy.rule {
    case .value(let network, let threshold):
      rule = "value"
      self.threshold = threshold
      value = Network(network.shape)
    case .imitate: rule = "imitate"
    case .constant(let level):
      rule = "constant"
      self.level = level
    case .random: rule = "random"
    case .behaviour: rule = "behaviour"
    case .segments(let plan):
      rule = "segments"
      segments = plan
    }
  }

  func policy(_ file: Safetensors) throws(PolicyFileError) -> Policy {
    guard levelLabels.count == levelValues.count, !levelLabels.isEmpty else {
      throw .damaged("the list of levels")
    }
    let numbers = (lambdas ?? []) + [scale, threshold ?? 0]
    guard numbers.allSatisfy(\.isFinite), lambdas?.isEmpty != true, encoder.isSound else {
      throw .damaged("its numbers")
    }
    var model: GenerativeModel?
    if let generative {
      model = GenerativeModel(network: try network(generative, "generative", file, extra: 0))
      guard generative.heads == 1 else { throw .damaged("the support model") }
    }
    var policy = Policy(
      name: name, levels: levels, encoder: encoder, rule: try rule(model, file), generative: model,
      lambdas: lambdas.map(LambdaGrid.init), scale: scale, summary: summary)
    policy.deployment = deployment
    policy.learnedFrom = learnedFrom
    return policy
  }

  /// Where a file does not say, levels whose labels are not their values were texts.
  private var levels: [ActionLevel] {
    let areTexts = levelsAreTexts ?? !zip(levelLabels, levelValues).allSatisfy { Double($0) == $1 }
    return zip(levelLabels, levelValues).map {
      ActionLevel(label: $0, value: $1, isText: areTexts)
    }
  }

  private func rule(_ model: GenerativeModel?, _ file: Safetensors) throws(PolicyFileError)
    -> Policy.Rule
  {
    switch rule {
    case "value":
      guard let value, let threshold, lambdas != nil else { throw .damaged("the value network") }
      return .value(try network(value, "value", file, extra: 1), threshold: threshold)
    case "imitate", "behaviour":
      guard model != nil else { throw .damaged("the support model") }
      return rule == "imitate" ? .imitate : .behaviour
    case "constant":
      guard let level, levelLabels.indices.contains(level) else { throw .damaged("the level") }
      return .constant(level: level)
    case "random": return .random
    case "segments":
      guard let segments, lambdas != nil,
        segments.isSound(levels: levelLabels.count, columns: encoder.entries.map(\.name))
      else { throw .damaged("the segments") }
      return .segments(segments)
    default: throw .damaged("the rule `\(rule)`")
    }
  }

  private func network(_ record: Network, _ prefix: String, _ file: Safetensors, extra: Int)
    throws(PolicyFileError) -> HeadNetwork
  {
    let wrong = PolicyFileError.damaged("the network `\(prefix)`")
    guard record.levels == levelLabels.count, record.inputs == encoder.width + extra,
      encoder.width > 0, !record.hidden.isEmpty, record.hidden.count <= 64,
      record.hidden.allSatisfy({ $0 > 0 && $0 <= 1 << 16 }),
      record.heads > 0, record.heads <= 1 << 16,
      record.functions > 0, record.functions <= record.levels,
      let matrix = file.tensors["\(prefix).basis"]?.values,
      let basis = OutputBasis(
        levels: record.levels, functions: record.functions, stored: matrix)
    else { throw wrong }
    let shape = HeadNetwork.Shape(
      inputs: record.inputs, hidden: record.hidden, heads: record.heads, basis: basis)
    var parameters: [Float] = []
    for (name, sizes) in Safetensors.tensorShapes(shape, prefix) {
      guard let tensor = file.tensors[name], tensor.shape == sizes else { throw wrong }
      parameters += tensor.values
    }
    guard parameters.allSatisfy(\.isFinite), matrix.allSatisfy(\.isFinite),
      let network = HeadNetwork(shape: shape, parameters: parameters)
    else { throw wrong }
    return network
  }
}

extension PolicyRecord.Network {
  init(_ shape: HeadNetwork.Shape) {
    self.init(
      inputs: shape.inputs, hidden: shape.hidden, heads: shape.heads, levels: shape.levels,
      functions: shape.basis.functions)
  }
}

extension StateEncoder {
  /// Finite numbers and a width that can be computed.
  fileprivate var isSound: Bool {
    entries.allSatisfy { entry in
      switch entry.rule {
      case .number(let mean, let deviation, let low, let high):
        mean.isFinite && deviation.isFinite && deviation >= 0 && low <= high
      case .category: true
      }
    }
      && (pooled ?? []).allSatisfy {
        $0.count == width - (pooled?.count ?? 0) && $0.allSatisfy(\.isFinite)
      }
  }
}

extension Safetensors {
  /// The tensors of a network in the order of its parameters.
  static func tensorShapes(_ shape: HeadNetwork.Shape, _ prefix: String) -> [(String, [Int])] {
    var list: [(String, [Int])] = []
    var inputs = shape.inputs
    for (index, outputs) in shape.hidden.enumerated() {
      list.append(("\(prefix).trunk.\(index).weight", [inputs, outputs]))
      list.append(("\(prefix).trunk.\(index).bias", [outputs]))
      inputs = outputs
    }
    list.append(("\(prefix).heads.weight", [shape.heads, shape.basis.functions, inputs]))
    list.append(("\(prefix).heads.bias", [shape.heads, shape.basis.functions]))
    return list
  }

  mutating func add(_ network: HeadNetwork, _ prefix: String) {
    let shape = network.shape
    tensors["\(prefix).basis"] = Tensor(
      shape: [shape.levels, shape.basis.functions], values: shape.basis.matrix)
    var start = 0
    for (name, sizes) in Self.tensorShapes(shape, prefix) {
      let count = sizes.reduce(1, *)
      tensors[name] = Tensor(
        shape: sizes, values: Array(network.parameters[start..<(start + count)]))
      start += count
    }
  }

  /// Over the description and every bit of every tensor.
  func digest(_ text: String) -> String {
    var digest = Digest()
    digest.combine(text)
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      digest.combine(name)
      for size in tensor.shape { digest.combine(size) }
      for value in tensor.values { digest.combine(UInt64(value.bitPattern)) }
    }
    return digest.description
  }
}
