// Every operator, in the order of the manual: the order of the work.
package import OperatorKit

extension Catalogue {
  /// All operators of the language.
  package static let standard = Catalogue(
    [
      data, lambda, search, present, numbers, lists, texts,
    ].flatMap { $0 })

  private static let data: [Operator] = [
    .load, .where, .derive, .select, .sort, .head, .describe, .columns, .dataset, .split,
  ]

  private static let lambda: [Operator] = [.generalize]

  private static let search: [Operator] = [.frontier, .search]

  private static let present: [Operator] = [.compare, .expect, .note]

  private static let numbers: [Operator] = [
    .abs, .sqrt, .exp, .ln, .log10, .round, .floor, .ceil, .sum, .mean, .min, .max,
  ]

  private static let lists: [Operator] = [
    .length, .map, .filter, .reduce, .sortBy, .zip,
  ]

  private static let texts: [Operator] = [
    .upper, .lower, .trim, .contains, .startsWith, .endsWith, .replace,
  ]
}
