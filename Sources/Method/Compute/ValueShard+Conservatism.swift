// The conservative part of a value loss, CQL(H) of Kumar et al. (2020), equation 4:
//
//   α · mean over rows of  log Σ_b exp Q(s, b) − Q(s, a),   by Q(s, b): α · (softmax_b Q(s, ·) − 1[b = a])
//
// It pushes down what the log did not do and up what it did. Unlike the squared error it reaches every
// row of the output layer, so it costs three products more a step.

import Foundation

extension ValueShard {
  /// Adds the loss, and its derivative by every level's weights and by the last hidden layer, to those
  /// of the squared error. The forward pass of the rows is still in the trunk.
  func addConservatism(_ work: Work, _ rows: Range<Int>) {
    let levels = layout.levels
    let width = layout.width
    unsafe work.online.values(trunk.last.base, rows: rows.count, into: values.base)
    let weight = work.conservatism
    let scale = weight / Float(work.batch.count)
    for (row, index) in rows.enumerated() {
      let start = row * levels
      let taken = start + Int(work.batch.actions[index])
      var highest = -Float.infinity
      for cell in start..<(start + levels) { highest = max(highest, values[cell]) }
      let shifted = values[taken] - highest
      var sum: Float = 0
      for cell in start..<(start + levels) {
        values[cell] = exp(values[cell] - highest)
        sum += values[cell]
      }
      loss += Double(weight * (log(sum) - shifted))
      let share = scale / sum
      for cell in start..<(start + levels) { values[cell] *= share }
      values[taken] -= scale
    }
    let rowGradient = unsafe gradient.base + layout.headWeights
    let biasGradient = unsafe rowGradient + levels * width
    unsafe Kernels.product(
      values.base, leftTransposed: true, trunk.last.base, into: rowGradient, m: levels, n: width,
      k: rows.count, adds: true)
    for row in 0..<rows.count {
      unsafe Kernels.add(values.base + row * levels, times: 1, to: biasGradient, levels)
    }
    unsafe Kernels.product(
      values.base, work.online.weights.base, into: trunk.lastDelta.base, m: rows.count, n: width,
      k: levels, adds: true)
  }
}
