// Seeded randomness. Every stream is keyed by (seed, stage, index), so a new stage of a program moves
// no other stage's numbers, and no stream depends on the order in which threads run.
//
// The generator is xoshiro256++ (Blackman and Vigna, 2019), its state filled by SplitMix64. The first
// values are pinned by a test: a stored seed must mean the same numbers in every release.

import Foundation

/// One step of SplitMix64's output function: a bijective mixing of 64 bits.
@inlinable
public func mixed(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

/// A stateless draw in [0, 1) for the key (seed, a, b), such as (seed, user, day): two policies that
/// meet the same user on the same day meet the same luck.
@inlinable
public func keyedUniform(_ seed: UInt64, _ a: Int, _ b: Int) -> Double {
  let first = mixed(seed ^ 0xA076_1D64_78BD_642F)
  let second = mixed(first ^ UInt64(bitPattern: Int64(a)))
  let third = mixed(second &+ 0xE703_7ED1_A0B4_28DB ^ UInt64(bitPattern: Int64(b)))
  return Double(third >> 11) * 0x1p-53
}

/// A 64-bit FNV-1a hash of a text's UTF-8: stable across runs and machines, unlike `hashValue`.
public func stableHash(_ text: String) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  return hash
}

/// A stream of random numbers. A value type: a copy repeats the original's future.
public struct RandomStream: RandomNumberGenerator, Sendable, Hashable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// The stream of `stage` (a name such as "rbcq.batches") and `index` (a shard, a fold, a member).
  public init(seed: UInt64, stage: String, index: Int = 0) {
    var key = mixed(seed) ^ stableHash(stage)
    key = mixed(key) ^ UInt64(bitPattern: Int64(index))
    s0 = mixed(key)
    s1 = mixed(s0 ^ key)
    s2 = mixed(s1 ^ key)
    s3 = mixed(s2 ^ key) | 1
  }

  public mutating func next() -> UInt64 {
    let sum = s0 &+ s3
    let result = ((sum << 23) | (sum >> 41)) &+ s0
    let t = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = (s3 << 45) | (s3 >> 19)
    return result
  }

  /// Uniform in [0, 1), 53 bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Uniform in [0, 1), 24 bits.
  public mutating func uniformFloat() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// A standard normal by Box and Muller; the second of each pair is not kept.
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * Double.pi * uniform())
  }

  /// An integer in 0..<bound, without bias (Lemire, 2019).
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a bound above zero")
    let n = UInt64(bound)
    var product = next().multipliedFullWidth(by: n)
    if product.low < n {
      let threshold = (0 &- n) % n
      while product.low < threshold { product = next().multipliedFullWidth(by: n) }
    }
    return Int(product.high)
  }

  /// Fisher and Yates, from the end, in place.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, below(last + 1))
    }
  }

  /// K weights: U(0, 1) each, divided by their sum (REM's mixture, Agarwal et al. 2020).
  public mutating func convexWeights(_ count: Int) -> [Float] {
    let draws = (0..<count).map { _ in uniform() }
    let sum = draws.reduce(0, +)
    guard sum > 0 else { return [Float](repeating: 1 / Float(count), count: count) }
    return draws.map { Float($0 / sum) }
  }
}
