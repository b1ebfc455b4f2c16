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

  /// (heads, levels) values of one input row.
  func headValues(_ input: [Double]) -> [[Double]] {
    var offset = 0
    var layer = input
    for width in shape.hidden {
      var out = [Double](repeating: 0, count: width)
      for j in 0..<width {
        var sum = parameters[offset + layer.count * width + j]
        for i in layer.indices { sum += layer[i] * parameters[offset + i * width + j] }
        out[j] = max(0, sum)
      }
      offset += (layer.count + 1) * width
      layer = out
    }
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
