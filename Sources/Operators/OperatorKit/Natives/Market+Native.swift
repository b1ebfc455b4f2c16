// How a script sees a simulated market.
package import Market
package import Reporting

extension CouponMarket: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Market", "a simulated shop whose customers answer to coupons",
      fields: [
        .init("users", .number, "customers"), .init("days", .number, "days of the log"),
        .init("seed", .number, "chance"),
        .init("values", .list(.number), "value of each coupon level"),
      ])
  }

  package func field(_ name: String) -> Value? {
    switch name {
    case "users": .number(Double(users))
    case "days": .number(Double(days))
    case "seed": .number(Double(seed))
    case "values": .list((0..<levelCount).map { .number(value(level: $0)) })
    default: nil
    }
  }

  package var headline: String {
    "Market, \(count(users, "customer")), \(count(days, "day")), "
      + "\(count(levelCount, "coupon level")), seed \(seed)"
  }

  package func display() -> Report {
    Report([
      .line(headline),
      .prose(
        "The coupon market of the BCORLE(λ) experiment: three types of customers, each with an own "
          + "probability of coming back after each coupon, a larger one never doing worse."),
    ])
  }
}
