// A whole step of learning again, as the papers write it and in plain double-precision loops: what the
// fast trainer is compared with, many steps in a row.

import Compute
import Foundation

struct ReferenceTrainer {
  /// One transition as a step sees it.
  struct Row {
    var input: [Double]
    var next: [Double]
    var action: Int
    var reward: Double
    var discount: Double
    /// Levels that may be chosen at s′: those with support, or the evaluated policy's own.
    var allowed: [Int]
  }

  let settings: ValueSettings
  /// Inputs that shrinkage may remove, from the first on.
  let shrinkable: Int
  private(set) var values: Part
  /// The state's own level, which every value has in it; nil where the values are whole.
  private(set) var level: Part?
  private var taken = 0

  init(
    _ network: HeadNetwork, level: HeadNetwork? = nil, settings: ValueSettings, shrinkable: Int
  ) {
    self.settings = settings
    self.shrinkable = shrinkable
    values = Part(network)
    self.level = level.map { Part($0) }
  }

  /// One step with the heads mixed by `mix`; the mean squared error before it.
  mutating func step(_ rows: [Row], mix: [Double]) -> Double {
    let mean = [Double](repeating: 1 / Double(mix.count), count: mix.count)
    var gradient = [Double](repeating: 0, count: values.online.parameters.count)
    var levelGradient = [Double](repeating: 0, count: level?.online.parameters.count ?? 0)
    var loss = 0.0
    for row in rows {
      var wanted = row.reward
      if row.discount > 0 {
        // The online network's mean head picks, the target network values.
        let online = values.online.values(row.next, mix: mean)
        let best = row.allowed.max { online[$0] < online[$1] }!
        let own = level?.target.values(row.next, mix: [1])[0] ?? 0
        wanted += row.discount * (own + values.target.values(row.next, mix: mix)[best])
      }
      let own = level?.online.values(row.input, mix: [1])[0] ?? 0
      let error = own + values.online.values(row.input, mix: mix)[row.action] - wanted
      loss += error * error / Double(rows.count)
      let slope = 2 * error / Double(rows.count)
      values.online.addGradient(row.action, row.input, mix: mix, times: slope, to: &gradient)
      level?.online.addGradient(0, row.input, mix: [1], times: slope, to: &levelGradient)
    }
    let rate = rate
    taken += 1
    values.move(gradient, settings, rate: rate, step: taken, shrinkable: shrinkable)
    level?.move(levelGradient, settings, rate: rate, step: taken, shrinkable: 0)
    return loss
  }

  /// A linear warm-up, then half a cosine.
  private var rate: Double {
    let optimiser = settings.optimiser
    if taken < optimiser.warmup {
      return optimiser.learningRate * Double(taken + 1) / Double(optimiser.warmup)
    }
    guard case .cosine(let end) = optimiser.schedule else { return optimiser.learningRate }
    let way = Double(taken - optimiser.warmup) / Double(optimiser.steps - optimiser.warmup)
    return end + (optimiser.learningRate - end) * (1 + cos(Double.pi * way)) / 2
  }
}

extension ReferenceTrainer {
  /// A network and everything that a step does to its weights.
  struct Part {
    private(set) var online: ReferenceNetwork
    private(set) var target: ReferenceNetwork
    private var first: [Double]
    private var second: [Double]
    private var sum: [Double]
    private var summed = 0.0

    init(_ network: HeadNetwork) {
      online = ReferenceNetwork(network)
      target = online
      first = [Double](repeating: 0, count: online.parameters.count)
      second = first
      sum = first
    }

    /// The mean of the last weights.
    var average: [Double] { sum.map { $0 / summed } }

    mutating func move(
      _ gradient: [Double], _ settings: ValueSettings, rate: Double, step: Int, shrinkable: Int
    ) {
      // Adam: Kingma and Ba (2015), algorithm 1.
      for index in gradient.indices {
        first[index] = 0.9 * first[index] + 0.1 * gradient[index]
        second[index] = 0.999 * second[index] + 0.001 * gradient[index] * gradient[index]
        let mean = first[index] / (1 - pow(0.9, Double(step)))
        let square = second[index] / (1 - pow(0.999, Double(step)))
        online.parameters[index] -= rate * mean / (square.squareRoot() + 1e-8)
      }
      // The group lasso's proximal step: Yuan and Lin (2006).
      let width = online.shape.hidden[0]
      for input in 0..<shrinkable {
        let column = (input * width)..<((input + 1) * width)
        let norm = column.reduce(0.0) { $0 + online.parameters[$1] * online.parameters[$1] }
          .squareRoot()
        let factor = norm > 0 ? max(0, 1 - settings.optimiser.shrinkage * rate / norm) : 0
        for index in column { online.parameters[index] *= factor }
      }
      guard case .polyak(let share) = settings.target else { return }
      for index in gradient.indices {
        target.parameters[index] += share * (online.parameters[index] - target.parameters[index])
      }
      let steps = Double(settings.optimiser.steps)
      guard Double(step) > steps * (1 - settings.optimiser.averaging) else { return }
      summed += 1
      for index in gradient.indices { sum[index] += online.parameters[index] }
    }
  }
}
