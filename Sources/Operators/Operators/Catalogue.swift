// Every operator, in the order of the manual: the order of the work.
package import OperatorKit

extension Catalogue {
  /// All operators of the language.
  package static let standard = Catalogue(
    [
      data, market, lambda, learn, evaluate, search, answer, present, files, numbers, lists, texts,
    ].flatMap { $0 })

  private static let data: [Operator] = [
    .load, .where, .derive, .select, .sort, .head, .describe, .columns, .dataset, .split,
  ]

  private static let market: [Operator] = [.market, .simulate, .rollout, .oracle]

  private static let lambda: [Operator] = [.generalize]

  private static let learn: [Operator] = [
    .rbcq, .bcq, .rem, .cql, .greedy, .segments, .imitate, .constant, .random, .behaviour,
  ]

  private static let evaluate: [Operator] = [
    .reme, .fqe, .dr, .dm, .ips, .snips, .pdis, .wis, .overlap, .coverage,
  ]

  private static let search: [Operator] = [.frontier, .search, .at]

  private static let answer: [Operator] = [.what, .score]

  private static let present: [Operator] = [.plot, .compare, .expect, .note]

  private static let files: [Operator] = [.save, .open]

  private static let numbers: [Operator] = [
    .abs, .sqrt, .exp, .ln, .log10, .round, .floor, .ceil, .sum, .mean, .min, .max,
  ]

  private static let lists: [Operator] = [
    .length, .map, .filter, .reduce, .sortBy, .zip,
  ]

  private static let texts: [Operator] = [
    .toText, .toNumber, .isMissing, .upper, .lower, .trim, .contains, .startsWith, .endsWith,
    .replace,
  ]
}
