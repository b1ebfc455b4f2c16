// What an evaluation or a policy keeps of the log that it is from: how long it is and whose.

extension Dataset {
  /// Units of time from the first to the last decision, both counted; a part of one counts as one.
  package var days: Double? {
    guard let first = times.min(), let last = times.max() else { return nil }
    let days = last.rounded(.down) - first.rounded(.down) + 1
    return days.isFinite ? days : nil
  }

  package var sample: UserSample { UserSample(names: userNames) }

  /// Users by what they were given and when: the same users in two parts of one log, not users of the
  /// same name in two logs.
  package var histories: UserSample {
    var digests = userNames.map { name in
      var digest = Digest()
      digest.combine(name)
      return digest
    }
    for row in 0..<count {
      digests[Int(users[row])].combine(times[row])
      digests[Int(users[row])].combine(Int(actions[row]))
    }
    return UserSample(hashes: Set(users).map { digests[Int($0)].word })
  }
}
