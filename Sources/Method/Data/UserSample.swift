// Which users an evaluation or a policy is of, in a few hundred numbers: enough to tell whether two of them
// share users without keeping a name. Every name is hashed, and the smallest hashes are kept; two sets
// that share users share about the same part of their smallest hashes (bottom-k sketches: Broder 1997;
// Cohen and Kaplan 2007).

import Compute

public struct UserSample: Sendable, Hashable, Codable {
  /// Users with a decision.
  public var count: Int
  /// 8 hexadecimal digits that all names in any order make.
  public var fingerprint: String
  /// The smallest hashes, ascending: all of them where there are no more than `limit`.
  private var smallest: [UInt64]

  static let limit = 512

  public init(names: some Sequence<String>) {
    self.init(hashes: names.map { mixed(stableHash($0)) })
  }

  /// One number for each user, as good as drawn evenly from all 64-bit numbers.
  init(hashes: [UInt64]) {
    let hashes = hashes.sorted()
    count = hashes.count
    var digest = Digest()
    for hash in hashes { digest.combine(hash) }
    fingerprint = String(digest.description.prefix(8))
    smallest = Array(hashes.prefix(Self.limit))
  }

  /// About the share of these users that `other` has too: exact for small sets, and hardly ever 0 where a
  /// fiftieth or more of a large one is shared. `nil` where one set is so much larger than the other that
  /// the few hashes kept say nothing.
  public func share(in other: UserSample) -> Double? {
    // Below the smaller of the two largest kept hashes both lists are complete.
    let ends = [self, other].compactMap { $0.smallest.count < $0.count ? $0.smallest.last : nil }
    let own = smallest.prefix { $0 <= ends.min() ?? .max }
    guard ends.isEmpty || own.count >= 50 else { return nil }
    guard !own.isEmpty else { return 0 }
    let theirs = Set(other.smallest)
    return Double(own.filter(theirs.contains).count) / Double(own.count)
  }
}
