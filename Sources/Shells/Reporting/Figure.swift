// A figure is data with axes, not a drawing: the SVG and the terminal renderers decide how it looks.

package struct Figure: Sendable, Hashable {
  package struct Axis: Sendable, Hashable {
    package var label: String
    /// Category names when the axis is not a number line; positions are 0, 1, 2 …
    package var categories: [String]

    package init(_ label: String, categories: [String] = []) {
      self.label = label
      self.categories = categories
    }
  }

  package struct Point: Sendable, Hashable {
    package var x: Double
    package var y: Double
    /// Vertical extent of a band or an error bar.
    package var low: Double?
    package var high: Double?
    /// Shown beside the point when there is room; may be empty.
    package var label: String

    package init(
      _ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil, label: String = ""
    ) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
      self.label = label
    }
  }

  package enum Mark: String, Sendable, Hashable { case line, points, lineAndPoints, bars }

  /// A corner of a shaded area.
  package struct Corner: Sendable, Hashable {
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  package struct Series: Sendable, Hashable {
    package var name: String
    package var mark: Mark
    package var points: [Point]
    /// Convex polygons whose union is shaded behind the points: where the curve may lie when both its
    /// coordinates are uncertain. Drawn on two number lines only.
    package var area: [[Corner]]

    package init(_ name: String, mark: Mark, points: [Point], area: [[Corner]] = []) {
      self.name = name
      self.mark = mark
      self.points = points
      self.area = area
    }
  }

  /// A labelled straight line across the figure, such as a budget.
  package enum Rule: Sendable, Hashable {
    case vertical(x: Double, label: String)
    case horizontal(y: Double, label: String)
  }

  /// Shaded cells, one for each pair of the categories of both axes.
  package struct Cells: Sendable, Hashable {
    /// What the shade means.
    package var label: String
    /// By row of y, then column of x; NaN where there is nothing.
    package var values: [[Double]]
    /// Written as whole percents.
    package var isShare: Bool

    package init(_ label: String, _ values: [[Double]], isShare: Bool = false) {
      self.label = label
      self.values = values
      self.isShare = isShare
    }
  }

  package var title: String
  package var x: Axis
  package var y: Axis
  package var series: [Series]
  package var rules: [Rule]
  /// Drawn instead of series.
  package var cells: Cells?
  /// Figures side by side under one title, drawn instead of anything else; they have no panels.
  package var panels: [Figure]

  package init(
    title: String, x: Axis, y: Axis, series: [Series], rules: [Rule] = [], cells: Cells? = nil
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.rules = rules
    self.cells = cells
    panels = []
  }

  package init(title: String, panels: [Figure]) {
    self.init(title: title, x: Axis(""), y: Axis(""), series: [])
    self.panels = panels
  }
}
