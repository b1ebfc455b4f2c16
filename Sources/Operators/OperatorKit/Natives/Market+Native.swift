// How a script sees a simulated market.
import Data
package import Market
package import Reporting

extension CouponMarket: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Market", "a simulated shop whose customers answer to coupons",
      fields: [
        .init("users", .number, "customers"), .init("days", .number, "days of the log"),
        .init("seed", .number, "chance"),
        .init("kind", .text, "what the customers answer to"),
        .init("noise", .number, "state columns that mean nothing"),
        .init("values", .list(.number), "value of each coupon level"),
      ])
  }

  package var exactType: NativeType {
    Self.nativeType(levels: levelCount, kind: kind, noise: noise)
  }

  /// A market whose log has these columns. `simulate` adds a column for each level when it logs
  /// probabilities.
  package static func nativeType(levels: Int, kind: MarketKind, noise: Int) -> NativeType {
    var type = nativeType
    let names = logNames(levels: levels, kind: kind, noise: noise)
    type.makes = Schema(
      names.map { name in
        switch name {
        case "user_type": .init(name, .text)
        case "terminated": .init(name, .boolean)
        default: .init(name, .number)
        }
      })
    return type
  }

  package func field(_ name: String) -> Value? {
    switch name {
    case "users": .number(Double(users))
    case "days": .number(Double(days))
    case "seed": .number(Double(seed))
    case "kind": .text(kind.rawValue)
    case "noise": .number(Double(noise))
    case "values": .list((0..<levelCount).map { .number(value(level: $0)) })
    default: nil
    }
  }

  package var headline: String {
    "Market (\(kind.rawValue)), \(count(users, "customer")), \(count(days, "day")), "
      + "\(count(levelCount, "coupon level")), "
      + (noise > 0 ? "\(count(noise, "noise column")), " : "") + "seed \(seed)"
  }

  package func display() -> Report {
    Report([
      .line(headline),
      .prose(sentence),
    ])
  }

  private var sentence: String {
    switch kind {
    case .paper:
      "The coupon market of the BCORLE(λ) experiment: three types of customers, each with an own "
        + "probability of coming back after each coupon, a larger one never doing worse."
    case .personal:
      "Each customer answers to coupons from a level of their own on. The recorded type says nothing, "
        + "only the history of coupons and returns does."
    case .fatigue:
      "Three types of customers whom coupons tire: the more was given lately, the less the next one "
        + "does."
    case .waiting:
      "Three types of customers to whom a coupon means more the longer ago the last one was. The first "
        + "level is no coupon."
    }
  }
}
