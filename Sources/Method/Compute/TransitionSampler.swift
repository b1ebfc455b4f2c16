// Where batches come from: a row of the log and an index into a λ grid, drawn independently for every slot, and what a
// step needs of the row. Learning and evaluation draw alike; they differ in what λ prices and in what they add.
//
// Copies share the entries, so that trainings side by side cost no memory.

import CKernels

public struct TransitionSampler: Sendable {
  /// What a draw needs of a decision, together: a row of a large log is one cache miss, not six.
  public struct Entry: Sendable {
    /// In the unit that values are learned in; a batch's reward is `reward` − λ · `cost`.
    public var reward: Double
    public var cost: Double
    public var row: Int32
    public var next: Int32
    public var action: Int32
    /// γ^gap, 0 where nothing follows.
    public var discount: Float

    public init(
      reward: Double, cost: Double = 0, row: Int32, next: Int32, action: Int32, discount: Float
    ) {
      self.reward = reward
      self.cost = cost
      self.row = row
      self.next = next
      self.action = action
      self.discount = discount
    }
  }

  private let entries: EntryTable
  /// (L) the price of a unit of cost at every index of the grid.
  private let prices: [Double]
  private let drawsAlways: Bool
  private var random: RandomStream
  private var places: [Int32] = []
  private var drawn: [Entry]

  /// `drawsAlways` draws an index of a grid of one as well.
  ///
  /// - Precondition: at least one entry and one price.
  public init(
    _ entries: some Collection<Entry>, prices: [Double], drawsAlways: Bool, batchSize: Int,
    random: RandomStream
  ) {
    guard let first = entries.first, !prices.isEmpty else {
      preconditionFailure("something to draw")
    }
    self.entries = EntryTable(entries)
    self.prices = prices
    self.drawsAlways = drawsAlways
    self.random = random
    places = [Int32](repeating: 0, count: batchSize)
    drawn = [Entry](repeating: first, count: batchSize)
  }

  /// Draws a whole batch. Its `groups` are the grid's indices where it is grouped.
  public mutating func fill(_ batch: inout TransitionBatch) {
    precondition(batch.count == places.count, "a batch of the size that was said")
    let isGrouped = !batch.groups.isEmpty
    let hasGrid = drawsAlways || prices.count > 1
    precondition(isGrouped || prices.count == 1, "groups for a grid")
    for slot in places.indices {
      places[slot] = Int32(truncatingIfNeeded: random.below(entries.count))
      let grid = hasGrid ? Int32(truncatingIfNeeded: random.below(prices.count)) : 0
      if isGrouped { batch.groups[slot] = grid }
    }
    entries.gather(places, into: &drawn)
    for slot in places.indices {
      let entry = drawn[slot]
      let price = prices[isGrouped ? Int(batch.groups[slot]) : 0]
      batch.states[slot] = entry.row
      batch.nextStates[slot] = entry.next
      batch.actions[slot] = entry.action
      batch.rewards[slot] = Float(entry.reward - price * entry.cost)
      batch.discounts[slot] = entry.discount
    }
  }
}

/// Entries side by side, in memory that rows are gathered from as a state's are.
@safe private final class EntryTable: @unchecked Sendable {
  typealias Entry = TransitionSampler.Entry
  let count: Int
  private let buffer: FloatBuffer
  private static let floats = MemoryLayout<Entry>.stride / MemoryLayout<Float>.stride

  /// Entries are taken one by one: those of a lazy collection are in memory once.
  init(_ entries: some Collection<Entry>) {
    precondition(entries.count <= Int(Int32.max), "places of 32 bits")
    count = entries.count
    buffer = FloatBuffer(count * Self.floats)
    let start = unsafe UnsafeMutableRawPointer(buffer.base)
    for (place, entry) in entries.enumerated() {
      precondition(place < count, "as many entries as were said")
      // SAFETY: an entry is plain numbers, and the buffer holds `count` of them.
      unsafe start.storeBytes(
        of: entry, toByteOffset: place * MemoryLayout<Entry>.stride, as: Entry.self)
    }
  }

  /// Copies entries `places` to `drawn`.
  func gather(_ places: [Int32], into drawn: inout [Entry]) {
    precondition(places.count == drawn.count, "a place for every entry")
    for place in places { precondition(place >= 0 && place < count, "an entry of the table") }
    // SAFETY: an entry is plain numbers, and there is room for all of them.
    unsafe drawn.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe scrip_gather(
        buffer.base, Self.floats, places, Int32(places.count),
        start.assumingMemoryBound(to: Float.self), Self.floats)
    }
  }
}
