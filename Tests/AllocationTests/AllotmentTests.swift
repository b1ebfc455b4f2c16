// Coupons within a budget for a list of customers: four customers, three levels worth 0, 1 and 2, and every
// decision known. Customers 0 to 2 get level 2 at λ = 0, level 1 at λ = 1 and none at λ = 4; customer 3
// gets level 1 at λ = 0 and none else. So all together are worth 7, 3 and 0.
import Allocation
import Data
import Foundation
import Learning
import Testing

@Suite struct AllotmentTests {
  private static func levels(times unit: Double) -> [ActionLevel] {
    (0...2).map { ActionLevel(label: "\(unit * Double($0))", value: unit * Double($0)) }
  }

  private static func policy(_ levels: [ActionLevel] = levels(times: 1)) throws -> Policy {
    func cell(_ reward: Double, _ cost: Double) -> String {
      "{\"count\":9,\"reward\":\(reward),\"cost\":\(cost),\"discount\":0,\"isChoosable\":true}"
    }
    let cells = [
      cell(0, 0), cell(3, 1), cell(3.5, 2), cell(0, 0), cell(0.5, 1), cell(0.4, 2), cell(0, 0),
      cell(0, 1), cell(0, 2),
    ].joined(separator: ",")
    let plan = try JSONDecoder().decode(
      SegmentPlan.self,
      from: Data(
        """
        {"keys":[{"name":"s","rule":{"cuts":{"_0":[0.5]}}}],"levels":3,"cells":[\(cells)]}
        """.utf8))
    return Policy(
      name: "plan", levels: levels, encoder: StateEncoder(entries: []), rule: .segments(plan),
      lambdas: LambdaGrid([0, 1, 4]))
  }

  private static let states = StateBatch(
    names: ["s"], kinds: [.number], values: [0, 0, 0, 1], count: 4)

  private static func plan(_ budget: Double, order: [Int] = [0, 1, 2, 3]) throws -> Allotment {
    try Allotment(policy(), states, budget: budget, order: order)
  }

  @Test("the smallest λ that fits decides, and the rest goes to customers in their order")
  func rest() throws {
    let first = try Self.plan(5)
    #expect(first.levels == [2, 2, 1, 0])
    #expect(first.lambdas == [0, 0, 1, 1])
    #expect(first.total == 5)
    let other = try Self.plan(5, order: [3, 2, 1, 0])
    #expect(other.levels == [1, 1, 2, 1])
    #expect(other.total == 5)
  }

  @Test("a budget for all is not spent further, one for none gives nothing")
  func ends() throws {
    #expect(try Self.plan(100).levels == [2, 2, 2, 1])
    #expect(try Self.plan(3).levels == [1, 1, 1, 0])
    #expect(try Self.plan(0.5).levels == [0, 0, 0, 0])
  }

  @Test("three coupons of 0.1 fit 0.3 and three of 0.2 fit 0.6, whatever adding up rounds")
  func rounding() throws {
    let tenths = try Self.policy(Self.levels(times: 0.1))
    let alike = StateBatch(names: ["s"], kinds: [.number], values: [0, 0, 0], count: 3)
    for (budget, levels) in [(0.3, [1, 1, 1]), (0.6, [2, 2, 2]), (0.2999, [1, 1, 0])] {
      let found = try Allotment(tenths, alike, budget: budget, order: [0, 1, 2]).levels
      #expect(found == levels)
    }
  }

  @Test("what no budget can be kept with is refused")
  func refusals() throws {
    #expect(throws: AllotmentError.tooDear(cheapest: 0, budget: -1)) { try Self.plan(-1) }
    for labels in [["none", "small", "large"], ["05", "10", "20"]] {
      let texts = try Self.policy(
        labels.enumerated().map { ActionLevel(label: $1, value: Double($0), isText: true) })
      #expect(throws: AllotmentError.levelsWithoutValue(labels[0])) {
        try Allotment(texts, Self.states, budget: 5, order: [0, 1, 2, 3])
      }
    }
    let constant = try Policy.constant(level: 1, levels: Self.policy().levels)
    #expect(throws: AllotmentError.noLambda(constant.name)) {
      try Allotment(constant, Self.states, budget: 5, order: [0, 1, 2, 3])
    }
  }
}
