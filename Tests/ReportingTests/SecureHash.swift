// SHA-256 (FIPS 180-4), for the test of the content policy only.

func sha256(_ message: [UInt8]) -> [UInt8] {
  let primes = (2...311).filter { n in !(2..<n).contains { n % $0 == 0 } }
  func fraction(_ value: Double) -> UInt32 {
    UInt32(truncatingIfNeeded: Int64((value - value.rounded(.down)) * 4_294_967_296))
  }
  // Cube roots by Newton's method in integers: ⌊2³² ∛p⌋, of which the low word is the fraction.
  func cubeRootWord(_ prime: Int) -> UInt32 {
    var low: UInt64 = 0
    var high: UInt64 = 1 << 36
    while low + 1 < high {
      let middle = (low + high) / 2
      let square = middle.multipliedFullWidth(by: middle)
      // middle³ ≤ p · 2⁹⁶, compared by dividing both by middle.
      let limit = (high: UInt64(prime) << 32, low: UInt64(0))
      let quotient = middle.dividingFullWidth((limit.high % middle, limit.low))
      let whole = limit.high / middle
      let isBelow =
        whole > square.high || (whole == square.high && quotient.quotient >= square.low)
      if isBelow { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }
  let rounds = primes.prefix(64).map(cubeRootWord)
  var state = primes.prefix(8).map { fraction(Double($0).squareRoot()) }
  var bytes = message + [0x80]
  while bytes.count % 64 != 56 { bytes.append(0) }
  for shift in stride(from: 56, through: 0, by: -8) {
    bytes.append(UInt8(truncatingIfNeeded: (message.count * 8) >> shift))
  }
  func turned(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }
  for start in stride(from: 0, to: bytes.count, by: 64) {
    var words = (0..<16).map { index in
      (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[start + index * 4 + $1]) }
    }
    for index in 16..<64 {
      let (a, b) = (words[index - 15], words[index - 2])
      let first = turned(a, 7) ^ turned(a, 18) ^ a >> 3
      let second = turned(b, 17) ^ turned(b, 19) ^ b >> 10
      words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
    }
    var s = state
    for index in 0..<64 {
      let one = turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25)
      let choice = (s[4] & s[5]) ^ (~s[4] & s[6])
      let first = s[7] &+ one &+ choice &+ rounds[index] &+ words[index]
      let zero = turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22)
      let majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2])
      s = [first &+ zero &+ majority, s[0], s[1], s[2], s[3] &+ first, s[4], s[5], s[6]]
    }
    state = zip(state, s).map { $0 &+ $1 }
  }
  return state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
}
