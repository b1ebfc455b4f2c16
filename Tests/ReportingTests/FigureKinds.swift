// One small figure of each kind that `plot` draws, with the titles and axes that it gives them.

import Reporting

enum FigureKinds {
  static let all: [(name: String, figure: Figure)] = [
    ("frontier", Samples.frontier), ("uncertain", Samples.uncertain), ("choice", choice),
    ("bars", Samples.bars), ("intervals", Samples.intervals), ("learning", learning),
    ("assignment", assignment), ("heat-map", heatMap), ("overlap", overlap),
    ("coverage", coverage), ("comparison", comparison), ("spending", spending),
  ]

  /// A curve with its band, the budget, and the λ that was chosen for it.
  static let choice: Figure = {
    var figure = Samples.uncertain
    figure.series.insert(
      .init("the choice", mark: .points, points: [.init(7, 5.2, low: 4.6, high: 5.8)]), at: 1)
    figure.rules = [.vertical(x: 7, label: "budget 7")]
    return figure
  }()

  static let learning = Figure(
    title: "Training of rbcq", x: .init("step"), y: .init("loss"),
    series: [
      .init(
        "training", mark: .line,
        points: (1...20).map { .init(Double($0) * 200, 0.2 + 1 / Double($0)) }),
      .init(
        "held-out users", mark: .line,
        points: (1...10).map { .init(Double($0) * 400, 0.3 + 1 / Double($0) + 0.01 * Double($0)) }),
    ], rules: [.vertical(x: 2_400, label: "kept")])

  static let assignment = Figure(
    title: "What rbcq gives", x: .init("λ"), y: .init("mean coupon value"),
    series: ["low", "spread", "high"].enumerated().map { index, name in
      .init(
        name, mark: .lineAndPoints,
        points: (0...5).map {
          .init(Double($0) / 10, max(0.1, 2.1 - 0.2 * Double($0 * (index + 1))))
        })
    })

  static let heatMap = Figure(
    title: "What rbcq gives: share of each coupon",
    x: .init("coupon", categories: ["0", "0.5", "1", "1.5", "2"]),
    y: .init("segment", categories: ["low", "spread", "high"]), series: [],
    cells: .init(
      "share of decisions",
      [[1, 0, 0, 0, 0], [0.4, 0.3, 0.2, 0.1, 0], [0, 0.05, .nan, 0.3, 0.65]], isShare: true))

  static let overlap = Figure(
    title: "How far the log overlaps with rbcq",
    panels: [
      Figure(
        title: "Users that carry an estimate", x: .init("λ"), y: .init("effective users"),
        series: [
          .init(
            "single decisions", mark: .lineAndPoints,
            points: [.init(0, 420), .init(0.2, 310), .init(0.4, 260)]),
          .init(
            "whole episodes", mark: .lineAndPoints,
            points: [.init(0, 35), .init(0.2, 12), .init(0.4, 4)]),
        ], rules: [.horizontal(y: 20, label: "least for an estimate 20")]),
      Figure(
        title: "Are the log's probabilities right?", x: .init("said probability"),
        y: .init("share that was given"),
        series: [
          .init("as said", mark: .line, points: [.init(0, 0), .init(0.4, 0.4)]),
          .init(
            "on users not fitted to", mark: .points,
            points: [
              .init(0.05, 0.06, low: 0.04, high: 0.08), .init(0.2, 0.17, low: 0.14, high: 0.2),
              .init(0.38, 0.4, low: 0.33, high: 0.47),
            ]),
        ]),
    ])

  static let coverage = Figure(
    title: "How far the log covers rbcq", x: .init("decision on the path"),
    y: .init("share of steps with a close match"),
    series: [
      .init("λ 0.1", mark: .line, points: (1...12).map { .init(Double($0), 1 / Double($0)) }),
      .init(
        "the log's own coupons", mark: .line,
        points: (1...12).map { .init(Double($0), 1 - 0.02 * Double($0)) }),
    ])

  static let comparison: Figure = {
    let names = ["rbcq", "constant 1", "random", "imitate"]
    func panel(_ name: String, _ values: [Double], rules: [Figure.Rule] = []) -> Figure {
      Figure(
        title: name, x: .init("\(name) per user"), y: .init("", categories: names),
        series: [
          .init(
            name, mark: .points,
            points: values.enumerated().map {
              .init($1, Double($0), low: $1 * 0.93, high: $1 * 1.05)
            })
        ], rules: rules)
    }
    return Figure(
      title: "Policies at a budget of 16",
      panels: [
        panel("visit", [17.6, 15.1, 14.7, 14.9]),
        panel("cost", [15.9, 14.3, 16.2, 18.4], rules: [.vertical(x: 16, label: "budget 16")]),
      ])
  }()

  static let spending: Figure = {
    func panel(_ name: String, _ scale: Double) -> Figure {
      Figure(
        title: name, x: .init("time"), y: .init("\(name) per user"),
        series: [
          .init(
            name, mark: .lineAndPoints,
            points: (0..<14).map { .init(Double($0), scale * (1 + 0.1 * Double($0 * 5 % 7))) })
        ])
    }
    return Figure(
      title: "What the log spent and brought over time",
      panels: [panel("cost", 0.55), panel("visit", 0.5)])
  }()
}
