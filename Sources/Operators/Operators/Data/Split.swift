// `split`: users for learning, users for judging.
import Data
import OperatorKit

private let log = Parameter<Dataset>("dataset", "the users to divide")
private let share = Parameter<Either<Double, [Double]>>(
  "share", "share of the users in the first part, or a list of shares", in: 0...1, unit: "share")
private let seed = Parameter<Int>(
  "seed", "which users", default: 1, shown: "1", in: 0...1e15
).ofChance

extension Operator {
  static let split = Operator(
    "split", .data, "divide the users into parts",
    parameters: [log.declaration, share.declaration, seed.declaration], positional: 2,
    returns: .list(.native(Dataset.nativeType)),
    details: """
      Whole users, never rows: a policy that has seen half of a user's visits would be judged on what it
      knows. Shares that do not reach 100% leave the rest as a last part. Choose λ on users that the
      policy was not learned from.
      """,
    examples: [
      .prints(
        """
        log = market(users: 100, seed: 1) |> simulate()
        d = log |> dataset(user: user, time: day, state: [day], action: coupon, reward: returned,
                           cost: cost, users: 100)
        train, test = d |> split(70%, seed: 7)
        train.population
        """, output: "70"),
      .fails(
        """
        d = market(users: 10, seed: 1) |> simulate() |> dataset(user: user, time: day, state: [day],
          action: coupon, reward: returned, cost: cost)
        d |> split(170%)
        """, message: "from 0 to 1"),
    ]
  ) { arguments, _ in
    let shares: [Double] =
      switch try arguments[share] {
      case .first(let share): [share]
      case .second(let shares): shares
      }
    let parts = try arguments[log].split(shares, seed: UInt64(try arguments[seed]))
    return .list(parts.map { .native($0) })
  }
}
