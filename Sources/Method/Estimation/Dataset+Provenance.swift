// What an evaluation keeps of the log that it is from: how long it is and whose.

import Data

extension Dataset {
  /// Units of time from the first to the last decision, both counted; a part of one counts as one.
  var days: Double? {
    guard let first = times.min(), let last = times.max() else { return nil }
    let days = last.rounded(.down) - first.rounded(.down) + 1
    return days.isFinite ? days : nil
  }

  var sample: UserSample { UserSample(names: userNames) }
}
