// The network again, in plain double-precision loops without folding, sharing or vectors: what the
// fast one is compared with.

import Compute
import Foundation

struct ReferenceNetwork {
  var shape: HeadNetwork.Shape
  var parameters: [Double]

  init(_ network: HeadNetwork) {
    shape = network.shape
    parameters = network.parameters.map(Double.init)
  }

  /// The input and what every hidden layer makes of it, and where the parameters of each, and of the heads, begin.
  func layers(_ input: [Double]) -> (layers: [[Double]], starts: [Int]) {
    var starts = [0]
    var layers = [input]
    for width in shape.hidden {
      let (layer, offset) = (layers[layers.count - 1], starts[starts.count - 1])
      var out = [Double](repeating: 0, count: width)
      for j in 0..<width {
        var sum = parameters[offset + layer.count * width + j]
        for i in layer.indices { sum += layer[i] * parameters[offset + i * width + j] }
        out[j] = max(0, sum)
      }
      starts.append(offset + (layer.count + 1) * width)
      layers.append(out)
    }
    return (layers, starts)
  }

  /// (heads, levels) values of one input row.
  func headValues(_ input: [Double]) -> [[Double]] {
    let (layers, starts) = layers(input)
    let (layer, offset) = (layers[layers.count - 1], starts[starts.count - 1])
    let functions = shape.basis.functions
    let biases = offset + shape.heads * functions * layer.count
    return (0..<shape.heads).map { head in
      let outputs = (0..<functions).map { p -> Double in
        var sum = parameters[biases + head * functions + p]
        for i in layer.indices {
          sum += layer[i] * parameters[offset + (head * functions + p) * layer.count + i]
        }
        return sum
      }
      return (0..<shape.levels).map { level in
        (0..<functions).reduce(0.0) {
          $0 + Double(shape.basis.matrix[level * functions + $1]) * outputs[$1]
        }
      }
    }
  }

  /// (levels) values mixed by `mix`.
  func values(_ input: [Double], mix: [Double]) -> [Double] {
    let heads = headValues(input)
    return (0..<shape.levels).map { level in
      mix.indices.reduce(0.0) { $0 + mix[$1] * heads[$1][level] }
    }
  }
}

extension ReferenceNetwork {
  /// Adds `slope` times the derivative of the mixed value of `level` by every parameter: the chain rule, head by
  /// head and unit by unit.
  func addGradient(
    _ level: Int, _ input: [Double], mix: [Double], times slope: Double, to gradient: inout [Double]
  ) {
    let (layers, starts) = layers(input)
    let last = layers[layers.count - 1]
    let heads = starts[starts.count - 1]
    let functions = shape.basis.functions
    var delta = [Double](repeating: 0, count: last.count)
    for output in 0..<(shape.heads * functions) {
      let share =
        slope * mix[output / functions]
        * Double(shape.basis.matrix[level * functions + output % functions])
      gradient[heads + shape.heads * functions * last.count + output] += share
      for i in last.indices {
        gradient[heads + output * last.count + i] += share * last[i]
        delta[i] += share * parameters[heads + output * last.count + i]
      }
    }
    for (index, width) in shape.hidden.enumerated().reversed() {
      let (layer, start) = (layers[index], starts[index])
      var below = [Double](repeating: 0, count: layer.count)
      for j in 0..<width where layers[index + 1][j] > 0 {
        gradient[start + layer.count * width + j] += delta[j]
        for i in layer.indices {
          gradient[start + i * width + j] += layer[i] * delta[j]
          below[i] += parameters[start + i * width + j] * delta[j]
        }
      }
      delta = below
    }
  }
}

/// The derivative of `loss` by every parameter, by central differences.
func finiteDifferences(
  _ network: ReferenceNetwork, _ loss: (ReferenceNetwork) -> Double
) -> [Double] {
  network.parameters.indices.map { index in
    var up = network
    var down = network
    up.parameters[index] += 1e-5
    down.parameters[index] -= 1e-5
    return (loss(up) - loss(down)) / 2e-5
  }
}
