// Who gets the coupons: each segment's part of all coupon value beside its part of the decisions.

public import Data

extension Assignment {
  /// One row for each segment with a decision, the largest part of the coupon value first, at the first
  /// λ (the only one of a policy that is set to it).
  ///
  /// - Precondition: `haveValues`.
  public func favours() -> Table {
    let filled = counts.indices.filter { counts[$0] > 0 }
    let means = filled.map { meanValue(shares[$0][0]) }
    let decisions = filled.map { Double(counts[$0]) }
    let values = zip(means, decisions).map { $0 * $1 }
    let order = filled.indices.sorted { (values[$1], $0) < (values[$0], $1) }
    let (allValue, allDecisions) = (values.reduce(0, +), decisions.reduce(0, +))
    let least = levels.map(\.value).min() ?? 0
    func given(_ shares: [Double]) -> Double {
      zip(levels, shares).reduce(0) { $0 + ($1.0.value > least ? $1.1 : 0) }
    }
    func column(_ value: (Int) -> Double) -> Column { .number(order.map(value)) }
    var names = segments.columns.isEmpty ? ["segment"] : segments.columns
    var columns: [Column] = names.indices.map { place in
      .text(
        TextColumn(
          order.map { segments.columns.isEmpty ? "everybody" : segments.labels[filled[$0]][place] })
      )
    }
    let figures: [(String, Column)] = [
      ("decisions", column { decisions[$0] }),
      ("share_of_decisions", column { decisions[$0] / allDecisions }),
      ("share_of_value", column { allValue == 0 ? .nan : values[$0] / allValue }),
      ("with_coupon", column { given(shares[filled[$0]][0]) }), ("mean", column { means[$0] }),
      ("logged", column { meanValue(logged[filled[$0]]) }),
    ]
    for (name, column) in figures {
      // A segment's column may have that name.
      names.append(names.contains(name) ? name + "_" : name)
      columns.append(column)
    }
    return Table(names: names, columns: columns)
  }
}
