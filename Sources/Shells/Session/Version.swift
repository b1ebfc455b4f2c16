// The one place that knows which version this is.

package enum ScripVersion {
  package static let text = "0.1.0"
}
