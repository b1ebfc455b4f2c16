// How a script sees a figure: something that shows itself and can be saved.
package import Reporting

extension Figure: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Figure", "a drawing with axes, shown in the terminal and saved as SVG",
      fields: [.init("title", .text, "what it shows")])
  }

  package func field(_ name: String) -> Value? {
    name == "title" ? .text(title) : nil
  }

  package var headline: String { "Figure, \(title)" }

  package func display() -> Report { Report([.figure(self)]) }
}
