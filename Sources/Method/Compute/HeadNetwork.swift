// The one network of the method: a ReLU trunk and K linear heads over the coupon levels. As a value
// it is its shape and one flat array of parameters; trainers work on buffers and hand values back.
//
// Because heads are combined linearly, Σ_k α_k Q_k needs one output layer Σ_k α_k W_k: K costs nothing.
// Parameters, in order: per trunk layer W (inputs, outputs) row-major and its bias, so that one input's
// weights are contiguous; then the heads' weights (K, P, hidden) and biases (K, P).

import Foundation

public struct HeadNetwork: Sendable, Hashable {
  public struct Shape: Sendable, Hashable {
    /// State columns and conditioning columns (such as λ) together.
    public var inputs: Int
    /// Widths of the ReLU layers, at least one.
    public var hidden: [Int]
    public var heads: Int
    public var basis: OutputBasis

    public init(inputs: Int, hidden: [Int], heads: Int, basis: OutputBasis) {
      precondition(inputs > 0 && heads > 0, "inputs and heads")
      precondition(!hidden.isEmpty && hidden.allSatisfy { $0 > 0 }, "hidden layers")
      self.inputs = inputs
      self.hidden = hidden
      self.heads = heads
      self.basis = basis
    }

    public var levels: Int { basis.levels }
    public var parameterCount: Int { ParameterLayout(self).count }
  }

  public let shape: Shape
  public internal(set) var parameters: [Float]

  /// Weights and biases uniform in ±1/√fan-in, every head from its own draws: equal heads would stay
  /// equal for ever.
  public init(shape: Shape, random: inout RandomStream) {
    self.shape = shape
    let layout = ParameterLayout(shape)
    parameters = [Float](repeating: 0, count: layout.count)
    for layer in layout.layers {
      let bound = 1 / Float(layer.inputs).squareRoot()
      for index in layer.weights..<(layer.biases + layer.outputs) {
        parameters[index] = bound * (2 * random.uniformFloat() - 1)
      }
    }
    let bound = 1 / Float(layout.width).squareRoot()
    for index in layout.headWeights..<layout.count {
      parameters[index] = bound * (2 * random.uniformFloat() - 1)
    }
  }

  /// A network that was stored; nil when there are not exactly as many parameters as the shape has.
  public init?(shape: Shape, parameters: [Float]) {
    guard parameters.count == shape.parameterCount else { return nil }
    self.shape = shape
    self.parameters = parameters
  }

  /// ‖W₁[:, j]‖ of input j.
  public func inputNorms() -> [Float] {
    let width = shape.hidden[0]
    return (0..<shape.inputs).map { input in
      var sum: Float = 0
      for weight in parameters[(input * width)..<((input + 1) * width)] { sum += weight * weight }
      return sum.squareRoot()
    }
  }

  /// The same network blind to some inputs: their first-layer weights are exactly 0.
  public func without(inputs removed: [Int]) -> HeadNetwork {
    var copy = self
    let width = shape.hidden[0]
    for input in removed where input < shape.inputs {
      for index in (input * width)..<((input + 1) * width) { copy.parameters[index] = 0 }
    }
    return copy
  }

  /// A network of this shape, with an output for each level, whose softmax is `shares` in every state (10⁻¹² for
  /// a share of 0, which has no logarithm).
  public func constant(_ shares: [Double]) -> HeadNetwork {
    precondition(
      shares.count == shape.levels && shape.basis == .free(shares.count), "a share a level")
    var copy = self
    let layout = ParameterLayout(shape)
    copy.parameters = [Float](repeating: 0, count: parameters.count)
    for head in 0..<shape.heads {
      for (level, share) in shares.enumerated() {
        let bias = layout.headBiases + head * shares.count + level
        copy.parameters[bias] = Float(log(max(share, 1e-12)))
      }
    }
    return copy
  }

  /// The same function of an input told in another unit: where this network read x, the new one reads
  /// z with x = factor · z + shift.
  public func reading(input: Int, factor: Float, shift: Float) -> HeadNetwork {
    precondition(input >= 0 && input < shape.inputs, "an input of the network")
    var copy = self
    let layer = ParameterLayout(shape).layers[0]
    for unit in 0..<layer.outputs {
      let weight = parameters[input * layer.outputs + unit]
      copy.parameters[layer.biases + unit] += weight * shift
      copy.parameters[input * layer.outputs + unit] = weight * factor
    }
    return copy
  }

  /// Equal weights, which is how values are read after training.
  public var meanMix: [Float] {
    [Float](repeating: 1 / Float(shape.heads), count: shape.heads)
  }
}

/// Where everything is in the flat array.
struct ParameterLayout: Sendable {
  struct Layer: Sendable {
    var inputs: Int
    var outputs: Int
    var weights: Int
    var biases: Int
  }

  var layers: [Layer] = []
  /// Floats of the trunk, and where the heads begin.
  var headWeights = 0
  var headBiases = 0
  var count = 0
  /// Width of the last hidden layer.
  var width: Int
  var levels: Int
  var heads: Int
  var functions: Int

  init(_ shape: HeadNetwork.Shape) {
    var inputs = shape.inputs
    var offset = 0
    for outputs in shape.hidden {
      let biases = offset + inputs * outputs
      layers.append(Layer(inputs: inputs, outputs: outputs, weights: offset, biases: biases))
      offset = biases + outputs
      inputs = outputs
    }
    width = inputs
    levels = shape.basis.levels
    heads = shape.heads
    functions = shape.basis.functions
    headWeights = offset
    headBiases = offset + heads * functions * width
    count = headBiases + heads * functions
  }

  /// Floats of one shard's gradient: the trunk's, then (levels, width) and (levels) of the mixed
  /// output layer.
  var gradientCount: Int { headWeights + levels * width + levels }
}
