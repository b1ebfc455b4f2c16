// What the closed-form estimators take for the state. A few functions of it are enough to be solved for
// exactly, and they are chosen so that a policy cannot move what they hold: fixed traits of the user (the
// stratum, within which everything is fitted apart), the clock, and what was known of the user before
// the policy could act. Of the columns that a policy both reads and moves only such come in as have few values and can be tabulated: a smooth function of a count that the policy leads far away from the log was worse than none.
//
// An estimate is right when this summary makes the next visit independent of the rest of the past. That is
// an assumption; `StateTest` looks for what speaks against it.

import Compute
import Data

struct StateSummary: Sendable {
  /// (m) the stratum of every state.
  let strata: [Int32]
  let stratumCount: Int
  /// Functions of the clock; they come first among a stratum's functions.
  let clockWidth: Int
  /// Functions in a stratum: the clock's and the covariates.
  let width: Int
  /// Functions of a state that are not zero.
  let active: Int
  /// (m, active) which functions, ascending, and their values.
  let places: [Int32]
  let values: [Double]
  /// What it holds, in words.
  let contents: [String]

  /// - Parameter covariates: (m) each, of mean 0 and variance about 1.
  init(strata: Strata, clock: Clock, covariates: [[Double]], contents: [String]) {
    let states = strata.codes.count
    self.strata = strata.codes
    stratumCount = strata.count
    clockWidth = clock.width
    width = clock.width + covariates.count
    active = clock.active + covariates.count
    self.contents = contents
    var places = [Int32](repeating: 0, count: states * active)
    var values = [Double](repeating: 0, count: states * active)
    for state in 0..<states {
      let start = state * active
      for slot in 0..<clock.active {
        places[start + slot] = clock.places[state * clock.active + slot]
        values[start + slot] = clock.values[state * clock.active + slot]
      }
      for (index, covariate) in covariates.enumerated() {
        places[start + clock.active + index] = Int32(clock.width + index)
        values[start + clock.active + index] = covariate[state]
      }
    }
    self.places = places
    self.values = values
  }

  /// Sets `vector` to all functions at a state, or to the clock's alone.
  func fill(_ vector: inout SparseVector, _ state: Int, clockOnly: Bool = false) {
    vector.removeAll()
    for slot in state * active..<(state + 1) * active {
      let place = Int(places[slot])
      if !clockOnly || place < clockWidth { vector.append(values[slot], at: place) }
    }
  }
}

/// Who and when of every state, those without a decision included: a state that only follows belongs to
/// the user, and lies the gap after the time, of the decision that it follows.
struct StateOwners: Sendable {
  /// (m) user codes and times.
  let users: [Int32]
  let times: [Double]
  /// (users) first decision of each, or −1.
  let firstRows: [Int32]

  init(_ dataset: Dataset) {
    var users = [Int32](repeating: 0, count: dataset.stateCount)
    var times = [Double](repeating: 0, count: dataset.stateCount)
    let slots = max(dataset.userNames.count, Int(dataset.users.max() ?? -1) + 1)
    var firstRows = [Int32](repeating: -1, count: slots)
    for row in 0..<dataset.count {
      users[row] = dataset.users[row]
      times[row] = dataset.times[row]
      if firstRows[Int(users[row])] < 0 { firstRows[Int(users[row])] = Int32(row) }
      let next = Int(dataset.next[row])
      guard next >= dataset.count else { continue }
      users[next] = dataset.users[row]
      times[next] = dataset.times[row] + Double(dataset.gaps[row])
    }
    self.users = users
    self.times = times
    self.firstRows = firstRows
  }
}
