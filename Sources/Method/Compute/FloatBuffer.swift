// Memory for the hot loops: 64-byte aligned floats, padded to a multiple of 16 so that vector code may
// read whole vectors, allocated once and reused in every step. Everything outside this target sees
// arrays only.

import CKernels
import Foundation

/// Zeroed floats with a stable address. Whoever holds it decides who writes: shards own their buffers.
@safe final class FloatBuffer: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let count: Int
  private let capacity: Int
  /// Of memory, where the system has large ones.
  private static let page = 1 << 21

  init(_ count: Int) {
    self.count = count
    capacity = max(16, (count + 15) / 16 * 16)
    let bytes = capacity * MemoryLayout<Float>.stride
    let isLarge = bytes >= 2 * Self.page
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.page : 64)
    #if os(Linux)
      // Rows anywhere in a log and streams through many heads wait less for addresses in large pages.
      if isLarge { unsafe madvise(raw, bytes / Self.page * Self.page, MADV_HUGEPAGE) }
    #endif
    unsafe base = unsafe raw.bindMemory(to: Float.self, capacity: capacity)
    unsafe base.initialize(repeating: 0, count: capacity)
  }

  convenience init(_ values: [Float]) {
    self.init(values.count)
    copy(from: values)
  }

  deinit {
    unsafe base.deallocate()
  }

  var array: [Float] {
    unsafe Array(UnsafeBufferPointer(start: base, count: count))
  }

  func copy(from values: [Float]) {
    precondition(values.count == count, "as many values as the buffer holds")
    unsafe values.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe base.update(from: start, count: count)
    }
  }

  func copy(from other: FloatBuffer) {
    precondition(other.count == count, "buffers of one size")
    unsafe base.update(from: other.base, count: count)
  }

  func clear() {
    unsafe base.update(repeating: 0, count: count)
  }

  subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "an index inside the buffer")
      return unsafe base[index]
    }
    set {
      precondition(index >= 0 && index < count, "an index inside the buffer")
      unsafe base[index] = newValue
    }
  }
}

/// (count, width) row-major floats that are read by row, such as the encoded states of a log.
@safe public final class StateMatrix: Sendable {
  public let count: Int
  public let width: Int
  let buffer: FloatBuffer

  public init(_ values: [Float], width: Int) {
    precondition(width > 0 && values.count % width == 0, "whole rows")
    self.width = width
    count = values.count / width
    buffer = FloatBuffer(values)
  }

  /// (count, width) row-major.
  public var values: [Float] { buffer.array }

  /// Some rows, in the given order.
  public func rows(_ picked: [Int]) -> StateMatrix {
    let result = StateMatrix(zeros: picked.count, width: width)
    unsafe gather(picked.map(Int32.init), picked.count, into: result.buffer.base, rowLength: width)
    return result
  }

  private init(zeros count: Int, width: Int) {
    self.count = count
    self.width = width
    buffer = FloatBuffer(count * width)
  }

  /// Rows as `fill` says, some thousand at a time, so that there are never two copies of all. It is asked at least
  /// once, be it for no rows.
  public init<Failure: Error>(
    count: Int, width: Int, fill: (Range<Int>) throws(Failure) -> [Float]
  ) throws(Failure) {
    precondition(width > 0, "at least one column")
    self.count = count
    self.width = width
    buffer = FloatBuffer(count * width)
    var start = 0
    repeat {
      let rows = start..<min(count, start + Self.block)
      let values = try fill(rows)
      precondition(values.count == rows.count * width, "whole rows")
      unsafe values.withUnsafeBufferPointer { values in
        guard let first = values.baseAddress else { return }
        unsafe (buffer.base + start * width).update(from: first, count: values.count)
      }
      start = rows.upperBound
    } while start < count
  }

  private static let block = 4_096

  /// Copies rows `places[0 ..< count]` to `target`, each to the start of a row of `rowLength` floats.
  func gather(_ places: [Int32], _ count: Int, into target: Floats, rowLength: Int) {
    precondition(count <= places.count && width <= rowLength, "places for every row")
    for row in 0..<count {
      precondition(places[row] >= 0 && places[row] < self.count, "a row of the matrix")
    }
    unsafe scrip_gather(buffer.base, width, places, Int32(count), target, rowLength)
  }
}
