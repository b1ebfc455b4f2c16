// An evaluation as bytes and back, exactly: numbers are written with as many digits as bring back every
// bit, and the policy as its own file. Reading checks every length, so that bytes from anywhere give an
// error and never a list that is too short.

import Foundation
import Learning

extension Evaluation {
  /// JSON with sorted names; the same evaluation gives the same bytes. Throws for a policy that cannot be
  /// written.
  public func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return [UInt8](try encoder.encode(self))
  }

  /// Reads `encoded()`'s bytes.
  public init(decoding bytes: [UInt8]) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let evaluation = try decoder.decode(Evaluation.self, from: Foundation.Data(bytes))
    guard evaluation.isSound else { throw EvaluationFileError.wrongLengths }
    self = evaluation
  }

  /// One entry of everything for every λ, as the initialiser asks for.
  private var isSound: Bool {
    let lengths =
      [outcomes.count, costs.count, standings.count]
      + [decisions?.count, supportShare?.count].compactMap { $0 }
    let curves = [outcomeUncertainty, costUncertainty].compactMap { $0 }
    return !(lambdas.isEmpty && refusals.isEmpty) && lengths.allSatisfy { $0 == lambdas.count }
      && curves.allSatisfy { $0.isSound(count: lambdas.count) }
      && (dependsOnLambda || lambdas.count <= 1)
  }
}

/// Why bytes are not an evaluation, beside what the JSON reader says.
public enum EvaluationFileError: Error, Sendable, Hashable {
  case wrongLengths
}

extension Uncertainty {
  fileprivate func isSound(count: Int) -> Bool {
    centres.count == count && widening.count == count && covariance.count == count * count
      && confidence > 0 && confidence < 1
  }
}
