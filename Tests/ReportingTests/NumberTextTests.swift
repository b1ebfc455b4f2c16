// Numbers as readers see them: expectations written by hand.

import Reporting
import Testing

@Suite("Numbers as text")
struct NumberTextTests {
  @Test(
    "A display has four significant digits, separated thousands and whole integers",
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (148_210, "148,210"), (-1_234_567, "-1,234,567"),
      (999_999_999_999_999, "999,999,999,999,999"), (1e15, "1e15"), (11.98, "11.98"),
      (0.137, "0.137"), (12.345, "12.35"), (0.12345, "0.1235"), (12345.678, "12,346"),
      (999.96, "1,000"), (9.9999, "10"), (0.1 + 0.2, "0.3"), (0.0001, "0.0001"),
      (0.00001234, "1.234e-5"), (0.000099996, "1e-4"), (-2.5e-7, "-2.5e-7"),
      (1.23456e20, "1.235e20"), (.nan, "·"), (.infinity, "∞"), (-.infinity, "-∞"),
      (.leastNonzeroMagnitude, "5e-324"), (.greatestFiniteMagnitude, "1.798e308"),
      (2.0 / 3, "0.6667"),
    ] as [(Double, String)])
  func display(value: Double, text: String) {
    #expect(NumberText.display(value) == text)
  }

  @Test("A missing value shows as a dot and an Int of any size has its thousands separated")
  func displayOfOthers() {
    #expect(NumberText.display(Double?.none) == "·")
    #expect(NumberText.display(Int.min) == "-9,223,372,036,854,775,808")
    #expect(NumberText.display(999) == "999")
    #expect(NumberText.display(1000) == "1,000")
  }

  @Test("Exact text reads back as the same double")
  func exact() throws {
    var state: UInt64 = 42
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: state ^ (state >> 29))
      guard value.isFinite else { continue }
      #expect(Double(NumberText.exact(value)) == value)
    }
    #expect(NumberText.exact(148_210) == "148210")
    #expect(NumberText.exact(0.1) == "0.1")
    #expect(NumberText.exact(1e-7) == "1e-7")
    #expect(NumberText.exact(-0.0) == "0")
    #expect(NumberText.exact(.nan) == "nan")
  }

  @Test(
    "Money has two decimals and shares are percentages",
    arguments: [
      (0.07, "7%", "0.07"), (0.153, "15.3%", "0.15"), (0.5, "50%", "0.50"), (0, "0%", "0.00"),
      (1.005, "100.5%", "1.01"), (1234.5, "123,450%", "1,234.50"), (-0.25, "-25%", "-0.25"),
      (-0.001, "-0.1%", "0.00"),
    ] as [(Double, String, String)])
  func moneyAndShares(value: Double, share: String, money: String) {
    #expect(NumberText.percent(value) == share)
    #expect(NumberText.money(value) == money)
  }

  @Test("A column has one number of decimals")
  func columns() {
    #expect(NumberText.column([1.5, 2, 10.25]) == ["1.50", "2.00", "10.25"])
    #expect(NumberText.column([1, 20, 300_000]) == ["1", "20", "300,000"])
    #expect(NumberText.column([0.5, nil, 3]) == ["0.5", "·", "3.0"])
    #expect(NumberText.column([0.12345, 1234.5678]) == ["0.123", "1,234.568"])
    #expect(NumberText.column([.nan, .infinity, 0]) == ["·", "∞", "0"])
    #expect(NumberText.column([Double]()).isEmpty)
  }

  @Test("A column of values far apart keeps each legible, with the points below each other")
  func farApart() {
    #expect(NumberText.column([0.00123, 123_456]) == ["0.00123", "123,456      "])
    #expect(NumberText.alignedOnPoint(["1.25", "30", "1e-5"]) == ["1.25", "30   ", "1e-5   "])
  }
}
