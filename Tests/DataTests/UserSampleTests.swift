import Data
import Testing

private func sample(_ users: Range<Int>) -> UserSample {
  UserSample(names: users.map { "user \($0)" })
}

@Test("the same users in any order are the same sample, others are not")
func fingerprint() {
  #expect(UserSample(names: ["a", "b", "c"]) == UserSample(names: ["c", "a", "b"]))
  #expect(sample(0..<2000).fingerprint != sample(0..<2001).fingerprint)
  #expect(sample(0..<9).fingerprint.count == 8)
}

@Test("the shared part of small sets is exact, of large ones about right")
func shares() {
  #expect(sample(0..<100).share(in: sample(75..<300)) == 0.25)
  #expect(sample(0..<100).share(in: sample(100..<200)) == 0)
  let half = sample(0..<20_000).share(in: sample(10_000..<30_000)) ?? 0
  // 512 hashes of which half are shared: four standard errors are 0.09.
  #expect(abs(half - 0.5) < 0.1)
  #expect(sample(0..<20_000).share(in: sample(20_000..<40_000)) == 0)
  // A few hundred of a million cannot be compared by 512 hashes.
  #expect(sample(0..<600).share(in: sample(0..<400_000)) == nil)
}
