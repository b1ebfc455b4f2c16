// One of everything, as an experiment would show it; the golden tests and the document share it.

import Reporting

enum Samples {
  static let visits = TableBlock(
    columns: [
      .init("user", unit: "integer", alignment: .left), .init("day", unit: "integer"),
      .init("country", unit: "text", alignment: .left), .init("returned", unit: "number"),
      .init("cost", unit: "number"),
    ],
    rows: [
      ["1", "0", "DE", "0", "1.50"], ["2", "0", "日本", "1", "12.00"],
      ["3", "1", "a|b <script>", "·", "0.00"],
    ], totalRows: 148_210, caption: "visits")

  static let wide = TableBlock(
    columns: (1...14).map { .init("h_visits_\($0)", unit: "number") },
    rows: (0..<30).map { row in (1...14).map { String(row * $0) } })

  static let card = Card(
    title: "λ = 0.137 (a mix of 0.10 and 0.15)",
    facts: [
      .init(
        "cost per user", "11.98",
        note: "95% interval 11.71 … 12.24; within budget 12.00: likely, not certain"),
      .init("visits per user", "17.6", note: "95% interval 17.3 … 17.9"),
      .init("estimator", "REME, 10 heads"),
    ], warnings: ["the support of λ = 0.15 covers only 61% of the states of the log"])

  /// J over C with a budget, as `plot()` shows an evaluation.
  static let frontier: Figure = {
    let lambdas = (0...20).map { Double($0) / 20 }
    func cost(_ λ: Double) -> Double { 4 + 16 * λ * λ }
    func visits(_ λ: Double) -> Double { 14 + 5 * (1 - (1 - λ) * (1 - λ)) }
    return Figure(
      title: "Visits per user over cost", x: .init("cost per user and month"),
      y: .init("visits per user"),
      series: [
        .init(
          "R-BCQ", mark: .lineAndPoints,
          points: lambdas.map {
            .init(
              cost($0), visits($0), low: visits($0) - 0.4, high: visits($0) + 0.4,
              label: $0 == 0 || $0 == 0.5 || $0 == 1 ? "λ = \(NumberText.display($0))" : "")
          }),
        .init(
          "constant", mark: .points,
          points: [
            .init(5, 13.4, low: 13.1, high: 13.7, label: "0"),
            .init(9, 15, low: 14.6, high: 15.4, label: "10"),
            .init(17, 16.8, low: 16.2, high: 17.4, label: "20"),
          ]),
        .init("behaviour", mark: .points, points: [.init(11, 14.9, label: "behaviour")]),
      ],
      rules: [
        .vertical(x: 12, label: "budget 12.00"), .horizontal(y: 14.9, label: "today"),
      ])
  }()

  /// Three points of which both coordinates are uncertain: each lies in a rectangle of ±1 by ±0.5, and
  /// the curve in the two areas that span neighbouring rectangles.
  static let uncertain = Figure(
    title: "What each budget buys", x: .init("cost per user"), y: .init("visits per user"),
    series: [
      .init(
        "R-BCQ", mark: .lineAndPoints,
        points: [.init(2, 3, label: "λ = 0.5"), .init(6, 5), .init(12, 6, label: "λ = 0")],
        area: [
          [
            .init(1, 2.5), .init(3, 2.5), .init(7, 4.5), .init(7, 5.5), .init(5, 5.5),
            .init(1, 3.5),
          ],
          [
            .init(5, 4.5), .init(7, 4.5), .init(13, 5.5), .init(13, 6.5), .init(11, 6.5),
            .init(5, 5.5),
          ],
        ]),
      .init("the log's own policy", mark: .points, points: [.init(9, 4)]),
    ])

  static let bars = Figure(
    title: "Visits per user by policy",
    x: .init(
      "policy", categories: ["constant 0", "constant 20", "behaviour", "R-BCQ at λ = 0.137"]),
    y: .init("visits per user"),
    series: [
      .init(
        "visits", mark: .bars,
        points: [
          .init(0, 13.4, low: 13.1, high: 13.7), .init(1, 16.8, low: 16.2, high: 17.4),
          .init(2, 14.9), .init(3, 17.6, low: 17.3, high: 17.9),
        ])
    ], rules: [.horizontal(y: 14.9, label: "today")])

  static let intervals = Figure(
    title: "Cost by policy", x: .init("cost per user"),
    y: .init("", categories: ["constant", "behaviour", "R-BCQ"]),
    series: [
      .init(
        "train", mark: .points,
        points: [
          .init(10, 0, low: 9, high: 11), .init(12, 1, low: 11.5, high: 12.5),
          .init(11.98, 2, low: 11.7, high: 12.2),
        ]),
      .init(
        "test", mark: .points,
        points: [
          .init(10.5, 0, low: 9, high: 12), .init(12.2, 1, low: 11, high: 13),
          .init(12.1, 2, low: 11.6, high: 12.6),
        ]),
    ], rules: [.vertical(x: 12, label: "budget")])

  static let loss = Figure(
    title: "Loss", x: .init("step"), y: .init("mean squared error"),
    series: [
      .init(
        "train", mark: .line,
        points: (0...200).map { .init(Double($0) * 50, 2 / (1 + Double($0) / 8) + 0.2) }),
      .init(
        "held out", mark: .line,
        points: (0...200).map {
          .init(Double($0) * 50, 2 / (1 + Double($0) / 9) + 0.3 + 0.001 * Double($0))
        }),
    ])

  static let histogram = Figure(
    title: "Gaps between visits", x: .init("days"), y: .init("visits"),
    series: [
      .init(
        "gaps", mark: .bars,
        points: [5, 18, 31, 22, 14, 9, 6, 3, 2, 1].enumerated().map {
          .init(Double($0 + 1), Double($1) * 100)
        })
    ])

  static let prose = """
    # Spring coupons

    Which coupon value should *each* visitor get, if we may spend **12.00** per customer? See \
    [the method](https://example.org/method) and `search(budget:)`. <b>No tags</b> here.

    - one policy for every λ
    - a budget that holds:
      1. in expectation
      2. with 95% confidence

    > Nothing was spent to evaluate this.

    | policy | cost |
    | --- | ---: |
    | a \\| b | 1.50 |
    """

  static let code = """
    # %% Choose
    choice = value |> search(budget: 12.0, λ: 0..1 by 0.05)  # within budget
    expect(choice.cost.upper <= budget, "holds with {15%} & more")
    """
  static let error = """
    error: no column `cots` in visits
      1 │ visits |> dataset(cost: cots)
        │                         ^^^^ did you mean `cost`?
    """

  static let document = Document(
    title: "Spring coupons",
    sections: [
      .init(prose: prose),
      .init(
        title: "Load the visits", code: "visits = load(\"visits.csv\")\nvisits",
        results: [Report([.table(visits)])]),
      .init(
        title: "Choose λ for the budget", prose: "The mix that **just** fits.", code: code,
        results: [Report([.card(card), .figure(frontier), .figure(bars)])]),
      .init(
        title: "A mistake", code: "visits |> dataset(cost: cots)",
        results: [Report([.message(error, severity: .error)])], status: .failed),
      .init(title: "Afterwards", code: "save(choice, \"choice.json\")", status: .notRun),
    ],
    provenance: Provenance(
      program: "Scrip 0.1", script: "spring.scrip",
      parameters: [.init("budget", "12", isSet: true), .init("λ", "0..1 by 0.05")],
      seeds: ["split 7", "rbcq 1"], inputs: [.init("visits.csv", "9f86d081884c7d65")]))

  static let report = Report([
    .heading(level: 1, text: "A heading"), .prose(prose), .code(code, language: "scrip"),
    .line("visits: Table, 148,210 rows × 47 columns"), .table(visits), .table(wide), .card(card),
    .message(error, severity: .error), .figure(frontier), .figure(bars), .figure(intervals),
    .figure(loss), .figure(histogram),
  ])
}
