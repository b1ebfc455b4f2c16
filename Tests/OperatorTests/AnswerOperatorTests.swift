// Decisions as scripts see them: coupons that are texts, and the market's truth beside what a log says.
import OperatorKit
import Session
import Testing
import Text

@Suite struct AnswerOperatorTests {
  /// Per customer, "10" brings the most; at λ = 1 "05" brings 1, "10" 3 − 3 and "20" 2 − 3.
  static let texts = """
    log = table({
      user: [1, 2, 3], day: [1, 1, 1], kind: ["a", "a", "a"], level: ["10", "05", "20"],
      reward: [3, 1, 2], cost: [3, 0, 3], done: [true, true, true],
    })
    d = log |> dataset(
      user: user, time: day, state: [kind], action: level, reward: reward, cost: cost, terminated: done)
    policy = d |> generalize(λ: [0, 1]) |> segments(min_count: 1)
    list = x -> x |> map(cell -> cell)

    """

  /// A market's log of one day, on whose visits no policy has a hand.
  static let market = """
    shop = market(users: 20_000, seed: 1, days: 1)
    log = shop |> simulate(behaviour: "tilted")

    """

  static let scripts: [(script: String, shown: [String])] = [
    (
      texts + """
        list((log |> score(policy |> at(λ: 0))).decision)
        list((log |> score(policy |> at(λ: 1))).decision)
        list((log |> score(constant("5"))).decision)
        (constant("05") |> what(d)).policy
        d.levels
        (constant("10") |> what(d)).table |> where(is_missing(mean) and is_missing(logged)) |> length()
        """,
      [
        #"["10", "10", "10"]"#, #"["05", "05", "05"]"#, #"["5", "5", "5"]"#, "constant 05",
        #"["05", "10", "20"]"#, "1",
      ]
    ),
    // A mixture gives each customer the λ that the log's own name for them says.
    (
      market + """
        policy = market(users: 400, seed: 2) |> simulate() |> dataset(
          user: user, time: day, state: [user_type], action: coupon, reward: returned, cost: cost,
          terminated: terminated, uniform: true, users: 400)
          |> generalize(λ: [0, 0.2]) |> segments()
        mixed = policy |> mix([0, 0.2], share: 50%)
        given = sum((log |> score(mixed, user: user)).decision)
        truth = shop |> rollout(mixed, behaviour: "tilted")
        abs(truth.cost[0].value * 20_000 - given) < 0.001
        """, ["true"]
    ),
    // The standard error is 0.0035 at most; uniform histories are 0.012 off.
    (
      market + """
        close = bound -> abs(bound.outcome[0].value - length(log) / 20_000) < 0.007
        [
          close(shop |> oracle(λ: 0, behaviour: "tilted")), close(shop |> oracle(λ: 0)),
          close(shop |> rollout(constant(1), behaviour: "tilted")), close(shop |> rollout(constant(1))),
        ]
        """, ["[true, false, true, false]"]
    ),
  ]

  @Test("a script's decisions", arguments: scripts)
  func shows(_ row: (script: String, shown: [String])) {
    #expect(TableOperatorTests.run(row.script) == row.shown)
  }

  static let mistakes: [(script: String, says: String)] = [
    ("log |> allocate(policy, user: user, budget: 6)", "`05` has no value in money"),
    ("constant(\"10\") |> who(d)", "its coupons are texts"),
    ("constant(1) |> what(d)", "no coupon level 1; the levels are 05, 10, 20"),
    ("constant(5) |> what(d)", "no coupon level 5; the levels are 05, 10, 20"),
  ]

  @Test("what coupons without a value cannot do", arguments: mistakes)
  func refused(_ row: (script: String, says: String)) {
    let shown = TableOperatorTests.run(Self.texts + row.script).joined()
    #expect(shown.contains(row.says), "\(shown)")
  }
}
