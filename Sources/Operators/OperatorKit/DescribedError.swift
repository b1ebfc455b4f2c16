// Errors of the Method wing carry their own words; here they become errors of an operator, so that
// every body may simply `try`.
import Allocation
import Data
import Estimation
import Learning
import Market

/// An error of the Method wing that says what is wrong and, where known, what to do about it.
package protocol DescribedError: Error {
  var message: String { get }
  var hint: String? { get }
}

extension TableReadError: DescribedError {}
extension TableWriteError: DescribedError {
  package var hint: String? { nil }
}
extension DatasetError: DescribedError {}
extension LambdaGridError: DescribedError {
  package var hint: String? { nil }
}
extension ColumnError: DescribedError {
  package var hint: String? { nil }
}
extension TableError: DescribedError {}
extension AllotmentError: DescribedError {}
extension SearchError: DescribedError {
  package var message: String { description }
}

extension LearningError: DescribedError {
  package var message: String { description }
  package var hint: String? { nil }
}
extension PolicyFileError: DescribedError {
  package var message: String { description }
  package var hint: String? { nil }
}
extension PolicyError: DescribedError {
  package var message: String { description }
  package var hint: String? { nil }
}
extension MarketError: DescribedError {
  package var hint: String? { nil }
}
extension EstimationError: DescribedError {
  package var message: String { description }
}

/// What an operator does with a file or another argument: an error says that the argument is to blame.
package func blaming<Result>(
  _ parameter: String, _ body: () throws -> Result
) throws -> Result {
  do {
    return try body()
  } catch let error as any DescribedError {
    throw OperatorError.argument(parameter, error.message, hint: error.hint)
  }
}

extension OperatorError {
  /// Any error that a body may throw, in words. Cancellation is not an error and is not for here.
  package init(describing error: any Error) {
    if let error = error as? OperatorError {
      self = error
    } else if let error = error as? any DescribedError {
      self.init(error.message, hint: error.hint)
    } else {
      self.init("\(error)")
    }
  }
}
