import Allocation
import Testing

@Test("isotonic regression pools violators, by hand")
func poolsViolators() {
  #expect(nonIncreasing([10, 6, 7, 2]) == [10, 6.5, 6.5, 2])
  #expect(nonIncreasing([1, 2, 3]) == [2, 2, 2])
  #expect(nonIncreasing([3, 2, 1]) == [3, 2, 1])
  // The last value lifts the pool above the first, so all four share one mean.
  #expect(nonIncreasing([5, 4, 4, 11]) == [6, 6, 6, 6])
  #expect(nonIncreasing([]).isEmpty)
}

@Test("a weighted pool has the weighted mean")
func weightedPool() {
  #expect(nonIncreasing([9, 4, 8], weights: [1, 3, 1]) == [9, 5, 5])
}

@Test("the hull keeps what no mixture beats")
func hullByHand() {
  // (4, 5) lies under the segment from (2, 4) to (6, 8); (7, 7) costs more than (6, 8) and brings less.
  let hull = efficientHull(costs: [7, 6, 4, 2, 1], outcomes: [7, 8, 5, 4, 1])
  #expect(hull == [4, 3, 1])
  #expect(efficientHull(costs: [3, 3, 3], outcomes: [1, 2, 2]) == [1])
}
